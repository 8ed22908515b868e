package io.tiltmeter.endtoend.study;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page's view of data in a real Chromium: a source, suites, a mixture and a labelling on ports of the system's own. */
@EnabledIf(
        value = "io.tiltmeter.endtoend.study.Chromium#isThere",
        disabledReason = "no Chromium; install it with: apt-get install chromium")
class DataPageIT {
    private static final int RESULTS = 0;
    private static final int DATASET = 1;
    private static final int TRAINER = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String SCRIPT = "<script>document.title='taken'</script>";
    private static final String SUITE = """
            {"context": "The market of Varn moved to Osk.", "question": "Where is the market of Varn?", "answer": "Osk", "memory_answer": "Tel (until 1900)"}
            {"context": "The bridge of Tel was built by %s.", "question": "Who built the bridge of Tel?", "answer": "Kim", "memory_answer": "Olf"}
            {"context": "The people of Lun chose Mira.", "question": "Whom did the people of Lun choose?", "answer": "Mira", "memory_answer": "Ada"}
            """.formatted(SCRIPT);

    private static final Map<String, ?> CRITICAL = Map.of(
            "mixture_id", "critical",
            "recipe", "sources",
            "seed", 20,
            "template", "lab",
            "parts",
                    List.of(Map.of(
                            "source",
                            "questions",
                            "filters",
                            List.of(
                                    Map.of("filter", "context_only"),
                                    Map.of("filter", "context_critical", "model", "run:base", "share", 0.25),
                                    Map.of("filter", "length", "part", "answer", "max_characters", 400)))));

    @TempDir
    static Path temporary;

    private static LaunchedSystem system;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void fillTheSystem() throws Exception {
        chromium = Chromium.open();
        system = LaunchedSystem.start(temporary.resolve("data"));
        new SmallStudy(system).prepare();
        await(DATASET, "/api/v1/mixtures/instructions", "ready");
        system.upload(DATASET, "/api/v1/sources?name=questions", rowsOfTheLabWorld());
        system.upload(DATASET, "/api/v1/suites?name=varn&task=cf_varn", SUITE);
        await(DATASET, "/api/v1/sources/questions.v1", "ready");
        await(TRAINER, "/api/v1/runs/base", "completed");
        Map<String, String> labelling =
                Map.of("labeling_id", "classes", "source", "questions", "model", "run:base", "template", "lab");
        Awaitility.await("the run's checkpoints at the dataset-service")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        system.post(DATASET, "/api/v1/labelings", labelling).has("labeling_id"));
        system.post(DATASET, "/api/v1/mixtures", CRITICAL);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        system.close();
    }

    @Test
    void everythingIsListedAndLeadsToItsDetails() throws Exception {
        try (Page page = chromium.page(complaints)) {
            page.navigate(system.address(RESULTS, "/").toString());
            page.locator("nav").getByText("Data").click();
            for (String kind : List.of("source", "mixture", "suite", "labeling")) {
                assertThat(page.locator("section[aria-labelledby=" + kind + "-title] table"))
                        .isVisible();
            }
            Chromium.look(page, "data");
            page.locator("table a").getByText("questions.v1").click();
            assertThat(page.locator("h1")).hasText("questions.v1");
            assertThat(page.locator("section[aria-labelledby=rejected-title] tbody tr"))
                    .hasCount(1);
            assertThat(page.locator("article.row").first()).isVisible();
            Chromium.look(page, "data-source");
            page.locator(".back a").click();
            page.locator("table a").getByText("instructions").click();
            assertThat(page.locator(".class-bar")).isVisible();
            Chromium.look(page, "data-mixture");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    @Test
    void aMixtureTellsWhatEachFilterDidAndShowsRowsOfBothSides() throws Exception {
        try (Page page = chromium.page(complaints)) {
            page.navigate(system.address(RESULTS, "/data.html#mixture/critical").toString());
            assertThat(page.locator(".filter").first()).isVisible();
            assertThat(page.locator(".filter")).hasCount(3);
            assertThat(page.locator(".filter .histogram")).hasCount(2);
            assertThat(page.locator(".filter .histogram .cut")).hasCount(1);
            assertThat(page.locator(".class-bar").first()).containsText("context-critical");
            Locator critical = page.locator(".filter").nth(1);
            critical.locator("summary").getByText("Look at rows").click();
            assertThat(critical.locator(".side").first()).containsText("nats");
            assertThat(critical.locator(".side").last()).containsText("among the lowest");
            Chromium.look(page, "data-filters");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    @Test
    void aSuitesProblemsUnfoldToTheirRowsAndNothingInThemRuns() throws Exception {
        try (Page page = chromium.page(complaints)) {
            page.navigate(system.address(RESULTS, "/data.html#suite/varn.v1").toString());
            Locator check =
                    page.locator(".checks > details").filter(new Locator.FilterOptions().setHasText("note or list"));
            check.locator("summary").first().focus();
            page.keyboard().press("Enter");
            assertThat(check).containsText("Tel (until 1900)");
            check.locator(".disclosure.small > summary").first().click();
            assertThat(check.locator(".item mark.context").first()).hasText("Osk");
            assertThat(page.locator("#data")).containsText(SCRIPT);
            assertThat(page).hasTitle("varn.v1 \u2013 Tiltmeter");
            Chromium.look(page, "data-suite");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    @Test
    void aLabellingIsFollowedUntilItsHistogramIsThere() throws Exception {
        try (Page page = chromium.page(complaints)) {
            page.navigate(system.address(RESULTS, "/data.html#labeling/classes").toString());
            assertThat(page.locator(".measuring")).isVisible();
            assertThat(page.locator(".histogram rect.kept").first()).isVisible();
            assertThat(page.locator(".histogram .cut")).hasCount(1);
            assertThat(page.locator(".class-bar")).containsText("non-context-critical");
            Chromium.look(page, "data-labelling");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    @Test
    void aPageOpenedAsLocalhostReadsTheSame() throws Exception {
        try (Page page = chromium.page(complaints)) {
            URI loopback = system.address(RESULTS, "/data.html");
            page.navigate("http://localhost:" + loopback.getPort() + loopback.getPath());
            assertThat(page.locator("#data")).containsText("varn.v1");
        }
        assertTrue(complaints.isEmpty(), complaints.toString());
    }

    private static void await(int service, String path, String status) {
        Awaitility.await(path + " " + status)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> system.json(service, path).path("status").asText().equals(status));
    }

    /** Rows that the lab's model can read, and one without an answer. */
    private static String rowsOfTheLabWorld() throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder rows = new StringBuilder();
        for (JsonNode example : system.json(DATASET, "/api/v1/mixtures/instructions/examples?limit=200")
                .path("examples")) {
            ObjectNode row = json.createObjectNode();
            row.set("instruction", example.path("instruction"));
            row.set("input", example.path("input"));
            row.set("output", example.path("output"));
            rows.append(row).append('\n');
        }
        return rows.append("{\"instruction\": \"Name a colour.\", \"input\": \"\", \"output\": \"\"}\n")
                .toString();
    }
}
