package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, on a real study; screenshots lie in target/screenshots for someone to look at. */
@EnabledIf(value = "chromiumIsThere", disabledReason = "no Chromium; install it with: apt-get install chromium")
class PageTest {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    @TempDir
    static Path temporary;

    private static LaunchedHouse house;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void runAStudy() throws Exception {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium().orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        house = LaunchedHouse.start(temporary.resolve("data"));
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        house.close();
    }

    @Test
    void thePageGoesFromEmptyOverALiveRunToItsCurveAndVerdict() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.LIGHT))) {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate(house.address(0, "/").toString());
            assertThat(page.locator("#empty")).isVisible();
            picture(page, "empty");

            SmallStudy study = new SmallStudy(house);
            study.prepare();
            study.begin("seen");
            assertThat(page.locator("#runs")).containsText("base", PATIENTLY);
            study.curve("seen");
            page.navigate(house.address(0, "/#seen").toString());
            String sentence = study.verdict("seen").path("sentence").asText();
            assertThat(page.locator("#verdict"))
                    .containsText(sentence.substring(sentence.indexOf("accuracy")), PATIENTLY);
            assertThat(page.locator("#chart canvas, #chart svg").first()).isVisible();
            assertThat(page.locator("#checkpoints tbody tr")).hasCount(SmallStudy.CHECKPOINTS);
            picture(page, "run-light");

            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            picture(page, "run-dark");
            page.setViewportSize(400, 800);
            picture(page, "run-narrow");
            assertEquals(
                    400,
                    page.evaluate("document.documentElement.scrollWidth"),
                    "the page is wider than a screen of 400 px");

            page.navigate(house.address(0, "/#seen@5").toString());
            assertThat(page.locator("#items")).isVisible();
            picture(page, "items");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    private static void picture(Page page, String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    static boolean chromiumIsThere() {
        return chromium().isPresent();
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
