package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table of runs at the start of the page in a real Chromium, on imported curves. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class RunTablePageIT {
    private static final int RESULTS = 0;
    private static final int TRAINER = 2;
    private static final int PAGE_SIZE = 50;
    private static final int FURTHER = 49;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LONG =
            "a-name-that-is-much-longer-than-its-column-since-it-repeats-every-setting-of-its-run";

    @RegisterExtension
    static final BrowsedSystem browsed = new BrowsedSystem();

    private final List<String> complaints = browsed.complaints();
    private Page page;
    private Locator rows;

    /** More runs than a page of the table has: three with other curves, one on another suite, one that is not evaluated. */
    @BeforeAll
    static void fillTheTable() throws IOException {
        for (int run = 0; run < FURTHER; run++) {
            curve(String.format("further-%02d", run), 0.7, 0.7 - 0.005 * run, "cf_imported");
        }
        curve("elsewhere", 0.8, 0.5, "cf_elsewhere");
        curve("flat-" + LONG, 0.8, 0.8, "cf_imported");
        curve("shallow", 0.85, 0.55, "cf_imported");
        curve("steep", 0.9, 0.2, "cf_imported");
        browsed.system()
                .post(
                        TRAINER,
                        "/api/v1/runs",
                        Map.of(
                                "run_name",
                                "unevaluated",
                                "mixture",
                                "nowhere",
                                "suites",
                                List.of(),
                                "model_name_or_path",
                                "run:nobody"));
        awaitListed(FURTHER + 5);
    }

    /** From the first accuracy at step 4 to the last at step 12. */
    private static void curve(String name, double peak, double end, String suite) throws IOException {
        StringBuilder csv = new StringBuilder("step,counterfactual_accuracy,items,standard:mmlu\n");
        for (int step = 0; step <= 12; step++) {
            double accuracy = step == 0 ? 0.5 : step <= 4 ? peak : peak + (end - peak) * (step - 4) / 8;
            csv.append(String.format(Locale.ROOT, "%d,%.4f,1000,%.3f%n", step, accuracy, 0.4 + 0.01 * step));
        }
        browsed.system()
                .upload(
                        RESULTS,
                        "/api/v1/runs/import?same_items=true&name=" + name + "&suite=" + suite,
                        csv.toString());
    }

    private static void awaitListed(int runs) {
        await(runs + " runs")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> listed("limit=1").path("total").asInt() == runs);
    }

    private static JsonNode listed(String query) throws Exception {
        return browsed.system().json(RESULTS, "/api/v1/runs?" + query);
    }

    @BeforeEach
    void takeThePage() {
        page = browsed.page();
        rows = page.locator(".run-table tbody tr");
    }

    @Test
    void theStartListsTheNewestRunsWithTheirFigures() throws Exception {
        browsed.open("/");
        assertThat(rows).hasCount(PAGE_SIZE);
        assertThat(rows.first()).containsText(newest());
        assertThat(row("unevaluated")).containsText("not evaluated");
        JsonNode figures = listed("search=steep").path("runs").get(0).path("figures");
        for (String share : List.of("peak_accuracy", "end_accuracy", "standard_end")) {
            assertThat(row("steep")).containsText(percent(figures, share) + " %");
        }
        assertThat(row("steep")).containsText(percent(figures, "drop") + " points");
        assertThat(row("steep")).containsText("Inversion");
        assertThat(row("steep").locator("svg.spark path")).hasCount(1);
        assertThat(page.locator(".runs")).isHidden();
        assertThat(link("flat-" + LONG)).hasAttribute("title", "flat-" + LONG);
        Chromium.look(page, "runs");
        link("steep").click();
        assertThat(page.locator("#head h1")).hasText("steep");
        assertThat(page.locator(".runs")).isVisible();
        assertEquals(List.of(), complaints);
    }

    @Test
    void aTagSelectsItsRunsAndArchivedOnesAreLeftOutUntilTheyAreSelected() throws Exception {
        annotate("shallow", "{\"tags\": [\"baseline\"], \"name\": \"Second try\"}");
        annotate("elsewhere", "{\"archived\": true}");
        try {
            browsed.open("/#?search=shallow");
            assertThat(rows).hasCount(1);
            assertThat(rows.first()).containsText("Second try");
            Chromium.look(page, "runs-tagged");
            rows.first().getByText("baseline").click();
            assertThat(page).hasURL(Pattern.compile("#\\?tag=baseline$"));
            assertThat(rows).hasCount(1);
            assertThat(page.locator("select[name=tag]")).hasValue("baseline");
            browsed.open("/#?search=elsewhere");
            assertThat(rows).hasCount(0);
            page.locator("select[name=archived]").selectOption("true");
            assertThat(rows).hasCount(1);
            assertThat(rows.first()).containsText("archived");
            assertEquals(List.of(), complaints);
        } finally {
            annotate("shallow", "{\"tags\": [], \"name\": null}");
            annotate("elsewhere", "{\"archived\": false}");
        }
    }

    private static void annotate(String run, String changes) throws Exception {
        browsed.system().patch(RESULTS, "/api/v1/runs/" + run, changes);
    }

    @Test
    void aHeadSortsByKeyboardAndTheAddressKeepsIt() throws Exception {
        browsed.open("/");
        Locator head = page.locator("[data-key=sort-drop]");
        Locator column = page.locator("th", new Page.LocatorOptions().setHas(head));
        assertThat(column).hasAttribute("aria-sort", "none");
        head.press("Enter");
        assertThat(column).hasAttribute("aria-sort", "descending");
        assertThat(rows.first()).containsText("steep");
        assertThat(head).isFocused();
        assertThat(page).hasURL(Pattern.compile("#\\?sort=drop$"));
        page.reload();
        assertThat(rows.first()).containsText("steep");
        head.press("Enter");
        assertThat(column).hasAttribute("aria-sort", "ascending");
        assertThat(rows.first()).containsText("0.0 points");
        head.press("Enter");
        assertThat(column).hasAttribute("aria-sort", "none");
        assertThat(rows.first()).containsText(newest());
        assertEquals(List.of(), complaints);
    }

    @Test
    void runsAreSearchedAndSelectedAndNoMatchSaysWhatToDo() throws IOException {
        browsed.open("/");
        page.locator("[name=search]").fill("further-1");
        assertThat(rows).hasCount(10);
        assertThat(page).hasURL(Pattern.compile("#\\?search=further-1$"));
        assertThat(page.locator("#announcements")).hasText("10 runs");
        page.locator("[name=search]").fill("");
        page.locator("[name=suite]").selectOption("cf_elsewhere");
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("elsewhere");
        page.locator("[name=verdict]").selectOption("no_inversion");
        assertThat(page.locator("#table")).containsText("No run matches.");
        Chromium.look(page, "runs-no-match");
        page.reload();
        assertThat(page.locator("[name=suite]")).hasValue("cf_elsewhere");
        assertThat(page.locator("[name=verdict]")).hasValue("no_inversion");
        page.locator("[data-key=show-all]").click();
        assertThat(rows).hasCount(PAGE_SIZE);
        page.locator("[name=status]").selectOption("waiting");
        assertThat(rows).containsText(new String[] {"unevaluated"});
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatTheServiceRefusesIsSaid() {
        browsed.open("/#?sort=size");
        assertThat(page.locator("#table .reason")).containsText("size: is not one of");
        page.locator("[data-key=show-all]").click();
        assertThat(rows).hasCount(PAGE_SIZE);
    }

    @Test
    void furtherRunsAreOnTheNextPage() throws Exception {
        int total = listed("limit=1").path("total").asInt();
        browsed.open("/#?sort=name");
        Locator pages = page.locator(".run-pages");
        assertThat(pages).containsText("1–50 of " + total);
        assertThat(pages.locator("[data-key=previous]")).hasAttribute("aria-disabled", "true");
        pages.locator("[data-key=next]").click();
        assertThat(pages).containsText("51–" + total + " of " + total);
        assertThat(rows).hasCount(total - PAGE_SIZE);
        assertThat(page).hasURL(Pattern.compile("sort=name&offset=50"));
        page.reload();
        assertThat(rows).hasCount(total - PAGE_SIZE);
        pages.locator("[data-key=previous]").click();
        assertThat(rows).hasCount(PAGE_SIZE);
        assertEquals(List.of(), complaints);
    }

    @Test
    void aNewRunAppearsAndLeavesWhatIsTypedChosenAndScrolled() throws Exception {
        int total = listed("limit=1").path("total").asInt();
        browsed.open("/#?sort=name&order=descending");
        Locator chosen = choice("steep");
        chosen.check();
        page.locator("[name=search]").fill("e");
        assertThat(page).hasURL(Pattern.compile("search=e"));
        page.evaluate("scrollTo(0, 300)");
        curve("zero-appears", 0.6, 0.6, "cf_imported");
        awaitListed(total + 1);
        assertThat(rows.first()).containsText("zero-appears");
        assertThat(page.locator("[name=search]")).isFocused();
        assertThat(page.locator("[name=search]")).hasValue("e");
        assertThat(chosen).isChecked();
        assertEquals(300, page.evaluate("scrollY"));
        chosen.focus();
        curve("zone-appears", 0.6, 0.6, "cf_imported");
        assertThat(rows.first()).containsText("zone-appears");
        assertThat(chosen).isFocused();
        assertEquals(List.of(), complaints);
    }

    @Test
    void chosenRunsLeadToTheirComparison() throws IOException {
        browsed.open("/#?sort=drop");
        assertThat(page.locator(".compare-bar")).hasCount(0);
        choice("steep").check();
        assertThat(page.locator(".compare-bar")).containsText("Choose another run on cf imported");
        choice("shallow").check();
        assertThat(page.locator("#announcements")).hasText("2 runs chosen to compare");
        Chromium.look(page, "runs-chosen");
        page.getByText("Compare 2 runs").click();
        assertThat(page).hasURL(Pattern.compile("#compare=steep,shallow$"));
        Locator verdicts = page.locator("section[aria-labelledby=verdicts-title] tbody tr");
        assertThat(verdicts).hasCount(2);
        assertThat(verdicts.first()).containsText("Inversion");
        assertThat(page.locator(".run-settings")).containsText("settings of steep, shallow are not known");
        page.locator("[data-key=all-runs]").click();
        assertThat(choice("shallow")).isChecked();
        page.locator("[data-key=choose-none]").click();
        assertThat(choice("shallow")).not().isChecked();
        assertThat(page.locator(".compare-bar")).hasCount(0);
        assertEquals(List.of(), complaints);
    }

    @Test
    void aRunThatCannotBeComparedIsNotOffered() {
        browsed.open("/");
        assertThat(choice("unevaluated")).isDisabled();
        assertThat(choice("elsewhere")).isEnabled();
        choice("steep").check();
        assertThat(choice("elsewhere")).isDisabled();
        assertThat(row("elsewhere")).containsText("on cf elsewhere, the chosen on cf imported");
        assertThat(row("unevaluated")).containsText("evaluated on no knowledge-conflict suite");
        browsed.open("/#compare=steep");
        Locator option = page.locator("[data-key=add] option");
        assertThat(option.and(page.locator("[value=elsewhere]"))).hasAttribute("disabled", "");
        assertThat(option.and(page.locator("[value=unevaluated]"))).hasAttribute("disabled", "");
        assertThat(option.and(page.locator("[value=shallow]"))).not().hasAttribute("disabled", "");
        assertEquals(List.of(), complaints);
    }

    @Test
    void theNewestRunHasAnAddress() throws Exception {
        String newest = listed("suite=cf_imported&limit=1").findPath("run_name").asText();
        browsed.open("/#newest");
        assertThat(page.locator("#head h1")).hasText(newest);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Tiltmeter, all runs"))
                .click();
        assertThat(rows).hasCount(PAGE_SIZE);
    }

    private static String newest() throws Exception {
        return listed("limit=1").findPath("run_name").asText();
    }

    private Locator link(String run) {
        return page.locator(".run-table").locator("[data-key='run-" + id(run) + "']");
    }

    private Locator row(String run) {
        return page.locator(
                ".run-table tr", new Page.LocatorOptions().setHas(page.locator("[data-key='run-" + id(run) + "']")));
    }

    private Locator choice(String run) {
        return page.locator("[data-key='choose-" + id(run) + "']");
    }

    /** As imports cut it. */
    private static String id(String run) {
        return run.substring(0, Math.min(63, run.length()));
    }

    private static String percent(JsonNode figures, String share) {
        return String.format(Locale.ROOT, "%.1f", 100 * figures.path(share).asDouble());
    }
}
