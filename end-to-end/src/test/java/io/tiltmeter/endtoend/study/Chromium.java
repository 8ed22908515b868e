package io.tiltmeter.endtoend.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machine's own Chromium; what it shows is kept in target/screenshots for someone to look at. */
final class Chromium implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final double PATIENCE_MILLIS = 60_000;
    private static final int WIDE = 1440;
    private static final int NARROW = 400;
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Whether there is one on the path. */
    static boolean isThere() {
        return program().isPresent();
    }

    /** Assertions wait a minute for what the page has to read first: on a busy machine that takes longer than the usual 5 s. */
    static Chromium open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program().orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Chromium(playwright, browser);
    }

    /**
     * A light page of 1440 by 900.
     *
     * @param complaints gets every error of the page and its console
     */
    Page page(List<String> complaints) {
        Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(WIDE, 900).setColorScheme(ColorScheme.LIGHT));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    static void picture(Page page, String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Keeps both themes on a wide and a narrow screen, and checks that everyone can read them and nothing sticks out. */
    static void look(Page page, String name) throws IOException {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            for (int width : List.of(NARROW, WIDE)) {
                page.setViewportSize(width, 900);
                picture(page, name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width);
                assertFits(page, width);
            }
            assertAccessible(page);
        }
    }

    private static void assertFits(Page page, int width) {
        assertEquals(
                width,
                page.evaluate("document.documentElement.scrollWidth"),
                page.url() + " is wider than a screen of " + width + " px");
    }

    /** Checks that axe-core finds nothing serious or critical on what is shown. */
    private static void assertAccessible(Page page) {
        List<String> findings = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(rule -> rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp() + " at "
                                + rule.getNodes().stream()
                                        .map(node -> node.getTarget().toString())
                                        .toList())
                        .toList();
        assertEquals(List.of(), findings, page.url());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
