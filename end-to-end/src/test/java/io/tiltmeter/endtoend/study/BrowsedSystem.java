package io.tiltmeter.endtoend.study;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A system and a browser for the tests of a class, and a page of their own for each: registered as a static extension. */
final class BrowsedSystem implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private final List<String> complaints = new ArrayList<>();
    private Path folder;
    private Chromium chromium;
    private LaunchedSystem system;
    private Page page;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("tiltmeter-page");
        chromium = Chromium.open();
        system = LaunchedSystem.start(folder.resolve("data"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (system != null) {
            system.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        complaints.clear();
        page = chromium.page(complaints);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        page.close();
    }

    LaunchedSystem system() {
        return system;
    }

    Chromium chromium() {
        return chromium;
    }

    /** The page of the test that runs. */
    Page page() {
        return page;
    }

    /** Every error of that page and its console. */
    List<String> complaints() {
        return complaints;
    }

    /** Opens an address of the results-service, such as {@code /#seen}, on the page of the test. */
    void open(String path) {
        page.navigate(system.address(0, path).toString());
    }
}
