package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Items that change sides, as a client of the service sees them. */
@QuarkusTest
class FlipsIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final int FACTS = 20;
    private static final int ITEMS = 2 * FACTS;

    @Inject
    ArtifactStore artifacts;

    @Test
    void flipsAreCountedPagedAndShownWithTheirTexts() throws IOException {
        send(
                "flipping",
                new TreeMap<>(Map.of(
                        0, labels("N", ITEMS),
                        14, labels("C", ITEMS),
                        28, labels("C", 30) + labels("N", 10),
                        42, labels("M", 10) + labels("C", 20) + labels("M", 10),
                        250, labels("M", 20) + labels("N", 5) + labels("B", 5) + labels("C", 10))));
        JsonPath flips = flips("flipping", "?from=14&to=250&window=1&limit=2&offset=1");
        assertEquals(20, flips.getInt("context_to_memory.count"));
        assertEquals(20, flips.getInt("context_to_memory.robust_count"));
        assertEquals(0, flips.getInt("memory_to_context.count"));
        assertEquals(20, flips.getInt("total"));
        assertEquals(ITEMS, flips.getInt("answered"));
        assertEquals(List.of("conflict-0000-2", "conflict-0001-1"), flips.getList("items.item_id"));
        assertEquals("what is the capital city of arelia0 ?", flips.getString("items[0].question"));
        assertEquals("context", flips.getString("items[0].from.generated"));
        assertEquals("memory", flips.getString("items[0].to.generated"));
        assertEquals(14, flips.getInt("items[0].from.step"));
        assertEquals(0.625f, flips.getFloat("drop"));
        assertEquals(1f, flips.getFloat("slices.find { it.slice == 'relation:capital' }.share_of_drop"));
        JsonPath robust = flips("flipping", "?from=14&to=250&window=2&robust=true");
        assertEquals(List.of(0, 14), robust.getList("from_steps"));
        assertEquals(0, robust.getInt("total"));
        JsonPath late = flips("flipping", "?from=28&to=250&window=2&robust=true");
        assertEquals(List.of(14, 28), late.getList("from_steps"));
        assertEquals(List.of(42, 250), late.getList("to_steps"));
        assertEquals(10, late.getInt("total"));
        assertEquals(20, late.getInt("context_to_memory.count"));
        JsonPath back = flips("flipping", "?from=42&to=250&window=1&direction=memory_to_context");
        assertEquals(10, back.getInt("total"));
        JsonPath usual = flips("flipping", "");
        assertEquals(14, usual.getInt("from_step"));
        assertEquals(250, usual.getInt("to_step"));
    }

    @Test
    void withoutStepsFlipsAreThoseOfTheVerdictAndMakeItsDrop() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "judged", FACTS, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int step : List.of(0, 3, 8, 14, 28, 56, 97, 167, 222, 250)) {
            events.addAll(study.atStep(step));
        }
        broker.publish(events);
        Waiting.untilScores("judged", 40);
        JsonPath verdict = given().get("/api/v1/runs/judged/inversion").jsonPath();
        JsonPath flips = flips("judged", "");
        assertEquals(verdict.getList("peak_steps"), flips.getList("from_steps"));
        assertEquals(verdict.getList("end_steps"), flips.getList("to_steps"));
        assertEquals(verdict.getInt("peak_step"), flips.getInt("from_step"));
        assertEquals(verdict.getFloat("drop"), flips.getFloat("drop"), 1e-6f);
        List<Float> parts =
                flips.getList("slices.findAll { it.slice.startsWith('memory_in_context:') }.contribution", Float.class);
        assertEquals(
                flips.getFloat("drop"),
                (float) parts.stream().mapToDouble(Float::doubleValue).sum(),
                1e-6f);
    }

    @Test
    void everyFaultOfAQueryIsNamedAtOnceAndUnknownStepsAreNotFound() throws IOException {
        send("strict", new TreeMap<>(Map.of(0, labels("C", ITEMS), 14, labels("M", ITEMS))));
        given().get("/api/v1/runs/strict/flips?from=14&to=0&window=0&robust=maybe&direction=up&limit=0&items=some")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("items", "to", "window", "robust", "direction", "limit")));
        given().get("/api/v1/runs/strict/flips?from=7&to=14")
                .then()
                .statusCode(404)
                .body("detail", containsString("\"7\"; known: 0, 14"));
        given().get("/api/v1/runs/strict/flips?slice=relation:lake")
                .then()
                .statusCode(404)
                .body("detail", containsString("relation:capital"));
        given().get("/api/v1/runs/strict/flips/overlap").then().statusCode(400).body("faults.field", hasSize(1));
        given().get("/api/v1/runs/strict/history?sort=up").then().statusCode(400);
        given().get("/api/v1/runs/nobody/flips").then().statusCode(404);
    }

    @Test
    void historiesHaveOneLetterACheckpoint() throws IOException {
        send(
                "storied",
                new TreeMap<>(Map.of(
                        0, "C".repeat(ITEMS), 14, "CM" + "N".repeat(ITEMS - 2), 28, "CC" + "B".repeat(ITEMS - 2))));
        given().get("/api/v1/runs/storied/history?limit=3&sort=flips")
                .then()
                .statusCode(200)
                .body("steps", equalTo(List.of(0, 14, 28)))
                .body("total", equalTo(ITEMS))
                .body("items.item_id", equalTo(List.of("conflict-0000-2", "conflict-0000-1", "conflict-0001-1")))
                .body("items.labels", equalTo(List.of("CMC", "CCC", "CNB")))
                .body("items.flips", equalTo(List.of(2, 0, 0)));
        given().get("/api/v1/runs/storied/history?slice=memory_in_context:yes")
                .then()
                .statusCode(404)
                .body("detail", containsString("memory_in_context:no"));
    }

    @Test
    void twoRunsThatLoseTheSameItemsOverlap() throws IOException {
        Map<Integer, String> one = Map.of(0, labels("C", ITEMS), 14, labels("M", 10) + labels("C", 30));
        Map<Integer, String> other =
                Map.of(0, labels("C", ITEMS), 28, labels("C", 2) + labels("M", 10) + labels("C", 28));
        send("one", new TreeMap<>(one));
        send("other", new TreeMap<>(other));
        given().get("/api/v1/runs/one/flips/overlap?with=other")
                .then()
                .statusCode(200)
                .body("to_step", equalTo(14))
                .body("with_to_step", equalTo(28))
                .body("same_suite_version", equalTo(true))
                .body("items", equalTo(ITEMS))
                .body("both", equalTo(8))
                .body("only_run", equalTo(2))
                .body("only_with", equalTo(2))
                .body("neither", equalTo(28))
                .body("jaccard", equalTo(8 / 12f));
        given().get("/api/v1/runs/one/flips/overlap?with=other&direction=memory_to_context")
                .then()
                .body("odds_ratio", nullValue())
                .body("fisher_p", equalTo(1f));
        given().get("/api/v1/runs/one/flips/overlap?with=nobody").then().statusCode(404);
    }

    @Test
    void factsAreSlicedByHowStronglyTheBaseModelHoldsThem() throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, "strong", FACTS, START);
        SyntheticSuite conflict = study.suites().get(0);
        List<ItemOutcome> known = new ArrayList<>();
        for (ItemOutcome each : conflict.answers(0)) {
            known.add(likely(each, known.size()));
        }
        send("strong", new TreeMap<>(Map.of(0, labels("C", ITEMS), 14, labels("C", 27) + labels("M", 13))));
        broker.publish(List.of(study.evaluation(conflict, 0, Judged.by("knowledge", "knowledge", known))));
        Waiting.untilScores("strong", 3);
        JsonPath flips = flips("strong", "?from=0&to=14&window=1");
        List<Map<String, Object>> strengths = flips.getList("slices.findAll { it.slice.startsWith('fact_strength') }");
        assertEquals(
                List.of("fact_strength:middle", "fact_strength:strong", "fact_strength:weak"),
                strengths.stream().map(each -> each.get("slice")).toList());
        assertEquals(
                List.of(0, 13, 0),
                strengths.stream().map(each -> each.get("context_to_memory")).toList());
        given().get("/api/v1/runs/strong/flips?from=0&to=14&window=1&slice=fact_strength:strong")
                .then()
                .statusCode(200)
                .body("answered", equalTo(13))
                .body("drop", equalTo(1f))
                .body("items.robust", everyItem(equalTo(true)));
    }

    private static ItemOutcome likely(ItemOutcome plain, int place) {
        AnswerLikelihood context = new AnswerLikelihood(List.of(1), List.of(-9.0));
        AnswerLikelihood memory = new AnswerLikelihood(List.of(2), List.of(-8.0 + place / 10.0));
        return new ItemOutcome(
                plain.itemId(),
                plain.clusterId(),
                "",
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new AnswerLikelihoods(context, memory)),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A run that is scored on its conflict suite alone, answered as written: a letter an item. */
    private void send(String runId, TreeMap<Integer, String> labelsAt) throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, runId, FACTS, START);
        SyntheticSuite conflict = study.suites().get(0);
        List<ProducerRecord<String, String>> events = new ArrayList<>(List.of(study.run(RunStatus.TRAINING, 0)));
        for (int step : labelsAt.keySet()) {
            List<ItemOutcome> outcomes = new ArrayList<>();
            for (ItemOutcome each : conflict.answers(step)) {
                char label = labelsAt.get(step).charAt(outcomes.size());
                outcomes.add(new ItemOutcome(
                        each.itemId(),
                        each.clusterId(),
                        label == 'C' ? "context" : label == 'M' ? "memory" : "the the of",
                        label == 'C' || label == 'B',
                        label == 'M' || label == 'B'));
            }
            events.add(study.checkpoint(step));
            events.add(study.evaluation(conflict, step, Judged.plainly(outcomes)));
        }
        broker.publish(events);
        Waiting.untilScores(runId, labelsAt.size());
    }

    private static String labels(String label, int items) {
        return label.repeat(items);
    }

    private static JsonPath flips(String runId, String query) {
        return given().get("/api/v1/runs/" + runId + "/flips" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
