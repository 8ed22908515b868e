package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium, on a real study; screenshots lie in target/screenshots for someone to look at. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class PageTest {
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    @TempDir
    static Path temporary;

    private static LaunchedHouse house;
    private static Chromium chromium;

    @BeforeAll
    static void runAStudy() throws Exception {
        chromium = Chromium.open();
        house = LaunchedHouse.start(temporary.resolve("data"));
    }

    @AfterAll
    static void stop() {
        chromium.close();
        house.close();
    }

    @Test
    void thePageGoesFromEmptyOverALiveRunToItsCurveAndVerdict() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (Page page = chromium.page(complaints)) {
            page.navigate(house.address(0, "/").toString());
            assertThat(page.locator("#empty")).isVisible();
            Chromium.picture(page, "empty");

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
            Chromium.picture(page, "run-light");

            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            Chromium.picture(page, "run-dark");
            page.setViewportSize(400, 800);
            Chromium.picture(page, "run-narrow");
            Chromium.assertFits(page, 400);

            page.navigate(house.address(0, "/#seen@5").toString());
            assertThat(page.locator("#items")).isVisible();
            Chromium.picture(page, "items");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }
}
