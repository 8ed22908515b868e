package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page's view of the one-layer theory in a real Chromium. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class TheoryPageIT {
    @RegisterExtension
    static final BrowsedSystem browsed = new BrowsedSystem();

    private final List<String> complaints = browsed.complaints();
    private Page page;

    @BeforeEach
    void takeThePage() {
        page = browsed.page();
    }

    @Test
    void theDefaultRunAndThePropositionsAreShown() throws IOException {
        browsed.open("/");
        page.locator("nav").getByText("Theory").click();
        assertThat(page.locator("#sentence")).containsText("falls to 0.605 at step 1000: inversion.");
        assertThat(page.locator("#theory-chart")).containsText("hand-over, step 50");
        assertThat(page.locator("#theory-chart")).containsText("non-context-critical");
        assertThat(page.locator("#warnings .mixed")).hasCount(0);
        assertThat(page.locator(".preset p.shown")).hasCount(3);
        page.locator("#numbers summary").click();
        assertThat(page.locator("#numbers tbody tr").first()).containsText("0.2766");
        Chromium.look(page, "theory");
        assertEquals(List.of(), complaints);
    }

    @Test
    void aMovedSliderIsInTheAddressAndComputedAnew() throws IOException {
        go("");
        assertThat(page.locator("#sentence")).containsText("at step 1000: inversion.");
        page.locator("#non_context_critical").focus();
        page.keyboard().press("Home");
        assertThat(page.locator("#sentence")).containsText("no inversion.");
        assertThat(page).hasURL(Pattern.compile("#non_context_critical=0$"));
        page.reload();
        assertThat(page.locator("#sentence")).containsText("no inversion.");
        assertThat(page.locator("#non_context_critical")).hasValue("0");
        page.locator("#settings button").click();
        assertThat(page.locator("#sentence")).containsText("at step 1000: inversion.");
        page.locator("#low").focus();
        page.keyboard().press("End");
        assertThat(page.locator("#high")).hasValue("0.95");
        assertThat(page.locator("#sentence")).containsText("is 0.103 at step 0");
        assertEquals(List.of(), complaints);
    }

    @Test
    void warningsAndFaultsAreSaid() throws IOException {
        go("#delta_c=0.05&delta_m=0.5");
        assertThat(page.locator("#warnings")).containsText("assumption broken");
        assertThat(page.locator("#numbers")).containsText("broken");
        Chromium.look(page, "theory-warning");
        assertEquals(List.of(), complaints);
        go("#context_critical=0&non_context_critical=0");
        assertThat(page.locator("#faults")).containsText("there is no example to train on");
        assertThat(page.locator("#theory-chart")).isHidden();
        Chromium.look(page, "theory-fault");
    }

    @Test
    void aRunOfAPropositionIsShownByItsAddress() {
        go("");
        Locator run = page.locator(".preset a").getByText("4 augmented");
        run.click();
        assertThat(page).hasURL(Pattern.compile("counterfactual=4"));
        assertThat(page.locator("#counterfactual")).hasValue("4");
        assertThat(page.locator("#sentence")).containsText("falls to 0.811 at step 800: inversion.");
        page.goBack();
        assertThat(page.locator("#counterfactual")).hasValue("0");
        assertEquals(List.of(), complaints);
    }

    private void go(String hash) {
        browsed.open("/theory.html" + hash);
    }
}
