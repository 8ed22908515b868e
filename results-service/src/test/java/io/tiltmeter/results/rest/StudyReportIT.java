package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.CheckpointPlan;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.StudyCriterion;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** A study at equal standard mean, and its report. */
@QuarkusTest
class StudyReportIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-01T09:14:05Z");
    private static final int FACTS = 20;
    private static final int[] STEPS = {0, 14, 28, 250};
    private static final String STUDY = "/api/v1/studies/report";

    /** It is written by whoever sends events. */
    private static final String HOSTILE = "</td><script>alert('reason')</script>";

    @Inject
    ArtifactStore artifacts;

    /** The fast runs end at 18 of 20 standard items, the slow at 14, which the fast pass between steps 14 and 28. */
    @Test
    void theReportHasEveryCellAndSaysWhyOthersAreMissing() throws Exception {
        send("report-fast-1", new int[] {20, 36, 30, 8}, 4, 12, 16, 18);
        send("report-fast-2", new int[] {20, 34, 28, 10}, 4, 12, 16, 18);
        send("report-slow-1", new int[] {20, 30, 34, 33}, 4, 6, 8, 14);
        send("report-slow-2", new int[] {20, 28, 34, 33}, 4, 6, 8, 14);
        broker.publish(List.of(new SyntheticStudy(artifacts, "report-broken-1", suites(), START)
                .event(EventTypes.RUN_UPDATED, failed("report-broken-1"))));
        announce("report", List.of(1L, 2L), "fast", "slow", "broken");
        Waiting.untilJson("/api/v1/runs/report-broken-1", any -> true);
        Waiting.untilJson(STUDY, study -> study.getInt("criteria[0].seeds.size()") == 2);
        compared();
        String html = report();
        assertEquals(html, report(), "the same results give the same bytes");
        Document document = parsed(html);
        assertEquals(0, document.getElementsByTagName("script").getLength());
        assertEquals(0, document.getElementsByTagName("img").getLength());
        assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("http"), "it needs no network");
        String words = document.getDocumentElement().getTextContent();
        assertTrue(words.contains(HOSTILE), words);
        assertTrue(words.contains("<img src=x onerror=alert(2)>"), words);
        assertTrue(words.contains("no event of the run has arrived"), words);
        assertTrue(words.contains("90.0 % → 20.0 %"), words);
        assertTrue(words.contains("GET " + STUDY + "?format=csv"), words);
        assertTrue(words.contains("GET " + STUDY + "/figures/standard-mean-2.svg"), words);
        assertEquals(4, document.getElementsByTagName("svg").getLength(), "curves and paths of two conditions");
        assertTrue(words.contains("accuracy at equal standard mean was"), words);
        assertTrue(words.contains("falls <b>far</b>drop of fast above +0.0+65.0"), words);
        assertTrue(html.contains("<td class=\"n shown\">shown</td>"), html);
        assertTrue(given().get(STUDY + "/report?suite=cf_lab")
                .asString()
                .contains(STUDY + "?suite=cf_lab&amp;format=csv"));
    }

    private static void compared() {
        JsonPath found = given().get(STUDY)
                .then()
                .statusCode(200)
                .body("conditions[0].at_equal_standard_mean", nullValue())
                .body("conditions[1].at_equal_standard_mean.seeds[0].standard_suites", equalTo(List.of("closed_book")))
                .body("conditions[1].at_equal_standard_mean.seeds[0].reference.between_steps", equalTo(List.of(14, 28)))
                .body("conditions[1].at_equal_standard_mean.seeds[0].missing", equalTo(""))
                .body(
                        "conditions[1].at_equal_standard_mean.difference.sentence",
                        startsWith(
                                "Over 2 seeds counterfactual accuracy at equal standard mean was 2.5 points higher under"
                                        + " slow than under fast"))
                .body(
                        "conditions[1].at_end.sentence",
                        startsWith("Over 2 seeds counterfactual accuracy at the end was"))
                .body("conditions[2].at_equal_standard_mean.difference", nullValue())
                .body(
                        "conditions[2].at_equal_standard_mean.seeds.missing",
                        equalTo(List.of(
                                "nothing of this suite is scored under broken",
                                "nothing of this suite is scored under broken")))
                .extract()
                .jsonPath();
        // Fast: 33 and 31 of 40 halfway between 36 and 30, 34 and 28; slow: 33 at its end.
        assertEquals(
                33f / 40,
                found.getFloat("conditions[1].at_equal_standard_mean.seeds[0].reference.counterfactual_accuracy"),
                1e-6f);
        assertEquals(2f / 80, found.getFloat("conditions[1].at_equal_standard_mean.difference.value"), 1e-6f);
        assertEquals((25f + 23) / 80, found.getFloat("conditions[1].at_end.value"), 1e-6f);
        assertEquals(14f / 20, found.getFloat("conditions[1].at_equal_standard_mean.seeds[0].standard_mean"), 1e-6f);
        JsonPath pair = given().get("/api/v1/comparison?runs=report-fast-1,report-slow-1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertEquals(
                pair.getFloat("matched[0].counterfactual_accuracy"),
                found.getFloat("conditions[1].at_equal_standard_mean.seeds[0].reference.counterfactual_accuracy"),
                "runs compared by themselves have the same numbers");
    }

    @Test
    void everyPictureIsAFileAndOthersAreNamed() throws Exception {
        send("drawn-only-1", new int[] {20, 36, 30, 8}, 4, 12, 16, 18);
        announce("drawn", List.of(1L), "only");
        Waiting.untilJson("/api/v1/studies/drawn", any -> true);
        for (String figure : List.of("curves-1.svg", "standard-mean-1.svg")) {
            byte[] svg = given().get("/api/v1/studies/drawn/figures/" + figure)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("image/svg+xml"))
                    .extract()
                    .asByteArray();
            assertEquals(
                    "svg",
                    parsed(new String(svg, StandardCharsets.UTF_8))
                            .getDocumentElement()
                            .getTagName());
            assertArrayEquals(
                    svg, given().get("/api/v1/studies/drawn/figures/" + figure).asByteArray());
        }
        for (String name : List.of("curves-2.svg", "curves-1", "..%2Freport")) {
            given().urlEncodingEnabled(false)
                    .get("/api/v1/studies/drawn/figures/" + name)
                    .then()
                    .statusCode(404);
        }
        given().get("/api/v1/studies/drawn/figures/curves-2.svg")
                .then()
                .body("detail", containsString("known: curves-1.svg, standard-mean-1.svg"));
        given().get("/api/v1/studies/ghost/report").then().statusCode(404);
        given().get("/api/v1/studies/drawn/report?items=none").then().statusCode(400);
    }

    private static String report() {
        return given().get(STUDY + "/report")
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .extract()
                .asString();
    }

    private static Document parsed(String document) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }

    private void announce(String id, List<Long> seeds, String... conditions) {
        List<Cell> cells = new ArrayList<>();
        for (String condition : conditions) {
            seeds.forEach(seed -> cells.add(new Cell(condition, seed, id + "-" + condition + "-" + seed)));
        }
        broker.publish(
                EventTypes.STUDY_UPDATED,
                id,
                new StudyUpdated(
                        id,
                        1,
                        Map.of("mixture", "docs <em>&amp;"),
                        List.of(conditions).stream()
                                .map(name -> new Condition(name, Map.of("mixture", "<img src=x onerror=alert(2)>")))
                                .toList(),
                        seeds,
                        cells,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(new StudyCriterion(
                                "falls <b>far</b>",
                                conditions[0],
                                Optional.empty(),
                                StudyCriterion.Measure.DROP,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(0.0),
                                Optional.empty())),
                        START,
                        START));
    }

    private static List<SyntheticSuite> suites() {
        return SyntheticSuite.lab(FACTS).subList(0, 2);
    }

    private static RunUpdated failed(String runId) {
        return new RunUpdated(
                runId,
                runId,
                1,
                RunStatus.FAILED,
                new RunUpdated.Progress(0, 250, 32, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                new CheckpointPlan(List.of(0, 250)),
                List.of(),
                Map.of("seed", 1),
                HOSTILE,
                START,
                START);
    }

    /** A run of which so many items of the conflict suite and of the standard suite are answered at each step. */
    private void send(String runId, int[] conflict, int... standard) throws IOException {
        List<SyntheticSuite> suites = suites();
        SyntheticStudy study = new SyntheticStudy(artifacts, runId, suites, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int at = 0; at < STEPS.length; at++) {
            events.add(study.checkpoint(STEPS[at]));
            events.add(study.evaluation(
                    suites.get(0), STEPS[at], Judged.plainly(first(suites.get(0), conflict[at], true))));
            events.add(study.evaluation(
                    suites.get(1), STEPS[at], Judged.plainly(first(suites.get(1), standard[at], false))));
        }
        events.add(study.run(
                RunStatus.COMPLETED,
                SyntheticStudy.TOTAL_STEPS,
                IntStream.of(STEPS).boxed().toList()));
        broker.publish(events);
        Waiting.untilScores(runId, 2 * STEPS.length);
    }

    /** The first so many are answered, those of the conflict suite from the context and its others from memory. */
    private static List<ItemOutcome> first(SyntheticSuite suite, int count, boolean conflict) {
        List<ItemOutcome> all = suite.answers(0);
        return IntStream.range(0, all.size())
                .mapToObj(item -> new ItemOutcome(
                        all.get(item).itemId(),
                        all.get(item).clusterId(),
                        "as read",
                        item < count,
                        conflict && item >= count))
                .toList();
    }
}
