package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real Chromium, on a real study; screenshots lie in target/screenshots for someone to look at. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class PageIT {
    private static final double GENTLER = 2e-3;

    /** The base and two other runs come first. */
    private static final Duration UNTIL_IT_TRAINS = Duration.ofMinutes(10);

    @RegisterExtension
    static final BrowsedSystem browsed = new BrowsedSystem();

    private static SmallStudy study;
    private static String whileEmpty;
    private static String whileTraining;

    private final List<String> complaints = browsed.complaints();
    private Page page;

    /** Three runs and a study of two short ones, looked at before the first is there and while it trains. */
    @BeforeAll
    static void runAStudy() throws Exception {
        LaunchedSystem system = browsed.system();
        study = new SmallStudy(system);
        try (Page page = browsed.chromium().page(new ArrayList<>())) {
            page.navigate(system.address(0, "/").toString());
            assertThat(page.locator("#empty")).containsText("No run yet");
            Chromium.look(page, "empty");
            whileEmpty = page.locator("#empty").textContent();
            study.prepare();
            study.begin("seen");
            study.beginProbed("gentle", GENTLER);
            study.begin("another-seed", 4);
            study.beginStudy("rates", GENTLER);
            page.navigate(system.address(0, "/#another-seed").toString());
            assertThat(page.locator("#head h1")).hasText("another-seed");
            assertThat(page.locator("#head .status.training"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(UNTIL_IT_TRAINS.toMillis()));
            Chromium.picture(page, "training");
            whileTraining = page.locator("#head").textContent();
        }
        study.curve("seen");
        study.curve("gentle");
        study.curve("another-seed");
    }

    @BeforeEach
    void takeThePage() {
        page = browsed.page();
    }

    @Test
    void anEmptySystemSaysHowToBegin() {
        assertTrue(whileEmpty.contains("./tiltmeter demo"), whileEmpty);
    }

    @Test
    void aTrainingRunShowsWhereItStands() {
        assertTrue(
                Pattern.compile("step\\d+ of " + SmallStudy.STEPS)
                        .matcher(whileTraining)
                        .find(),
                whileTraining);
    }

    @Test
    void aRunThatIsOverShowsItsVerdictWithoutTheWarningAndItsCurve() throws Exception {
        go("#seen");
        assertThat(page.locator("#verdict"))
                .containsText(study.verdict("seen").path("reason").asText());
        assertThat(page.locator("#warning")).isHidden();
        assertThat(page.locator("#chart svg").first()).isVisible();
        assertThat(page.locator("#checkpoints tbody tr")).hasCount(SmallStudy.CHECKPOINTS);
        Chromium.look(page, "run");
        assertEquals(List.of(), complaints);
    }

    @Test
    void theCurveIsLaidOverEveryAxisAndTheAddressKeepsIt() {
        go("#seen");
        for (String axis : List.of("examples", "epochs", "standard")) {
            page.locator("[data-key=axis]").selectOption(axis);
            assertThat(page).hasURL(Pattern.compile("x=" + axis));
        }
        assertThat(page.locator("#chart")).containsText("mean accuracy of the standard suites");
        go("#seen?x=examples&scale=linear");
        assertThat(page.locator("#chart")).containsText("training examples seen");
        assertThat(page.locator("[data-key=axis]")).hasValue("examples");
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatProbesMeasuredIsShownUnderTheCurve() throws IOException {
        go("#gentle");
        assertThat(page.locator("#probes h2")).hasText("Inside the model");
        assertThat(page.locator("#probes .chart")).containsText("attention on the context");
        assertThat(page.locator("#probes .chart")).containsText("mean of layers");
        assertThat(page.locator("#probes .chart")).containsText("layer 1");
        assertThat(page.locator("#probes .chart")).containsText("subject-critical");
        assertThat(page.locator("#probes .chart")).containsText("above 0 towards the text");
        assertThat(page.locator("#probes .chart"))
                .hasAttribute("aria-label", Pattern.compile("at step " + SmallStudy.STEPS + "[.]"));
        Chromium.look(page, "probes");
        go("#seen");
        assertThat(page.locator("#head h1")).hasText("seen");
        assertThat(page.locator("#probes")).isHidden();
        assertEquals(List.of(), complaints);
    }

    @Test
    void linesAreSwitchedOnAndOff() throws IOException {
        go("#seen");
        assertThat(page.locator("#chart")).not().containsText("nats a token");
        page.locator("[data-key=line-loss]").check();
        assertThat(page.locator("#chart")).containsText("nats a token");
        page.locator("[data-key=line-parametric]").uncheck();
        assertThat(page.locator("#chart")).not().containsText("parametric");
        Chromium.picture(page, "run-loss");
        assertEquals(List.of(), complaints);
    }

    @Test
    void aPointAndAnItemAreReachedByKeyboard() throws IOException {
        go("#seen");
        assertThat(page.locator("#chart svg").first()).isVisible();
        page.locator("#chart").focus();
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        assertThat(page.locator("#items-title")).hasText("What step " + SmallStudy.STEPS + " answered");
        assertThat(page.locator("#items .item").first()).isVisible();
        page.locator("[data-key=scores]").click();
        assertThat(page.locator("#items .scroll table tbody tr")).not().hasCount(0);
        assertThat(page.locator("#items-title")).hasText("What step " + SmallStudy.STEPS + " answered");
        Chromium.look(page, "items");
        page.keyboard().press("Escape");
        assertThat(page.locator("#items")).not().isVisible();
        assertEquals(List.of(), complaints);
    }

    /** The scores of the study, in which every item fits, with the numbers of one in which some do not. */
    @Test
    void itemsThatWereNotReadWholeAreSaid() throws IOException {
        go("#seen");
        assertThat(page.locator("#chart svg").first()).isVisible();
        assertThat(page.locator("#shortfall")).not().isVisible();
        page.route("**/api/v1/runs/seen/scores?**", route -> {
            APIResponse answer = route.fetch();
            ObjectNode body = (ObjectNode) read(answer.text());
            ObjectNode score = (ObjectNode) body.path("scores").get(0);
            score.withObject("/metrics").put("items_left_out", 3).put("prompts_cut", 1);
            score.put("items", 297);
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body.toString()));
        });
        page.reload();
        assertThat(page.locator("#shortfall"))
                .containsText("3 of 300 items left out: longer than the model's positions");
        assertThat(page.locator("#shortfall")).containsText("1 prompt cut at the left");
        assertThat(page.locator("#shortfall li")).hasCount(2);
        page.locator("#chart").focus();
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        page.locator("[data-key=scores]").click();
        assertThat(page.locator("#items .scroll table")).containsText("3 of 300 items left out");
        Chromium.look(page, "shortfall");
        assertEquals(List.of(), complaints);
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the service answered no JSON", e);
        }
    }

    @Test
    void flipsShowEveryItemAtEveryCheckpoint() throws IOException {
        go("#seen?view=flips&from=0&to=" + SmallStudy.STEPS);
        assertThat(page.locator("#flips .sentence")).containsText("From step 0 to step " + SmallStudy.STEPS);
        assertThat(page.locator("#flips .heat canvas")).isVisible();
        page.locator("#flips .heat").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#flips .readout")).containsText("at step 0");
        page.locator("[data-key=heat-table]").click();
        assertThat(page.locator("#flips .letters tbody tr")).hasCount(50);
        Chromium.look(page, "flips");
        page.locator("#flips .heat").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#items .item")).hasCount(1);
        assertEquals(List.of(), complaints);
    }

    @Test
    void twoRunsAreCompared() throws IOException {
        go("#seen");
        page.locator("#head [data-key=compare]").click();
        page.locator("[data-key=add]").selectOption("gentle");
        assertThat(page.locator(".runs-legend")).containsText("learning rate 0.002");
        assertThat(page.locator("section[aria-labelledby=verdicts-title] tbody tr"))
                .hasText(new Pattern[] {Pattern.compile("^ *seen"), Pattern.compile("^ *gentle")});
        assertThat(page.locator("#comparison .chart")).containsText("seen");
        assertThat(page).hasURL(Pattern.compile("#compare=seen,gentle"));
        Chromium.look(page, "comparison");
        page.locator("#comparison [data-key=axis]").selectOption("standard");
        assertThat(page.locator("#comparison .chart")).containsText("mean accuracy of the standard suites");
        Chromium.picture(page, "comparison-standard");
        assertEquals(List.of(), complaints);
    }

    @Test
    void aComparisonShowsTheSettingsThatDifferAndKeepsTheOthersBehindADisclosure() throws IOException {
        go("#compare=seen,gentle");
        Locator settings = page.locator(".run-settings");
        assertThat(settings.locator("> .scroll tbody th")).hasText(new String[] {"evaluation.probes", "learning_rate"});
        assertThat(settings.locator("> .scroll tbody tr").nth(1).locator("td"))
                .hasText(new String[] {"0.006", "0.002"});
        Locator shared = settings.locator("details");
        assertThat(shared.locator("table")).not().isVisible();
        shared.locator("summary").click();
        assertThat(shared.locator("tr", new Locator.LocatorOptions().setHasText("mixture")))
                .containsText("instructions");
        Chromium.look(page, "settings");
        assertEquals(List.of(), complaints);
    }

    @Test
    void runsThatDifferInTheirSeedsAloneHaveAMeanDropOverSeeds() throws IOException {
        go("#compare=seen,another-seed");
        Locator seeds = page.locator("section[aria-labelledby=replicates-title]");
        assertThat(seeds.locator(".sentence")).containsText("Over 2 seeds counterfactual accuracy");
        assertThat(seeds.locator("tbody tr")).hasCount(2);
        assertThat(seeds.locator("tbody tr").nth(1)).containsText("another-seed");
        assertThat(seeds.locator(".note")).containsText("for a drop of 5.0 points");
        Chromium.look(page, "replicates");
        go("#compare=seen,gentle");
        assertThat(page.locator(".runs-legend")).containsText("learning rate 0.002");
        assertThat(seeds).hasCount(0);
        assertEquals(List.of(), complaints);
    }

    @Test
    void aStudyShowsItsRunsByConditionAndSeedAndWhatItFound() throws IOException {
        go("#study=");
        assertThat(page.locator("#study tbody tr")).hasCount(1);
        page.locator("#study tbody a").click();
        assertThat(page.locator("#study h1")).hasText("rates");
        assertThat(page.locator("#study .multiples svg")).hasCount(4);
        assertThat(page.locator("#study .multiples .context-end")).hasCount(2);
        assertThat(page.locator("#study a[href$='/rates/report']")).hasText("Report");
        assertThat(page.locator("#study .study-cell")).hasCount(2);
        assertThat(page.locator("#study .study-cell a.outcome").first()).isVisible();
        assertThat(page.locator("#study .findings")).containsText("Over 1 seed counterfactual accuracy");
        Chromium.look(page, "study");
        page.locator("#study .study-cell a.outcome").first().click();
        assertThat(page.locator("#head")).containsText("rates-learning_rate-");
        go("#study=nowhere");
        assertThat(page.locator("#study .reason")).containsText("nowhere");
        assertThat(page.locator("#study")).containsText("rates");
    }

    @Test
    void picturesOfTheCurveAreSaved() throws Exception {
        go("#seen");
        Path svg = saved("picture-svg");
        String text = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getDocumentElement()
                .getTextContent();
        assertTrue(text.contains("optimizer step"), "well-formed XML, with its axis named: " + text);
        byte[] png = Files.readAllBytes(saved("picture-png"));
        assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }

    @Test
    void aFileIsImportedByTheForm() throws IOException {
        go("#import=");
        Chromium.look(page, "import");
        send("bad.csv", "step,counterfactual_accuracy\n0,1.5\n");
        assertThat(page.locator("#import .reason")).containsText("was not imported");
        complaints.clear();
        send(
                "Elsewhere.csv",
                "step,counterfactual_accuracy,parametric_accuracy,items\n0,0.7,0.1,400\n10,0.8,0.1,400\n20,0.3,0.6,400\n30,0.3,0.6,400\n");
        assertThat(page.locator("h1:visible")).hasText("Elsewhere");
        assertThat(page.locator("#checkpoints tbody tr")).hasCount(4);
        Chromium.look(page, "imported");
        assertEquals(List.of(), complaints);
    }

    @Test
    void anUnknownRunAndAServiceThatIsAwaySaySo() throws IOException {
        go("#nobody");
        assertThat(page.locator("#empty")).containsText("nobody");
        Chromium.look(page, "unknown");
        page.route("**/api/v1/**", route -> route.abort());
        page.reload();
        assertThat(page.locator("#empty")).containsText("does not answer");
        Chromium.look(page, "away");
        page.unroute("**/api/v1/**");
        assertThat(page.locator("#empty")).containsText("nobody");
    }

    private void go(String hash) {
        browsed.open("/" + hash);
    }

    private void send(String name, String rows) {
        page.locator("#import input[type=file]")
                .setInputFiles(new FilePayload(name, "text/csv", rows.getBytes(StandardCharsets.UTF_8)));
        page.locator("#import button[type=submit]").click();
    }

    private Path saved(String button) {
        Locator picture = page.locator("[data-key=" + button + "]");
        Download download = page.waitForDownload(picture::click);
        return download.path();
    }
}
