package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.rest.SyntheticStudy.Judged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Runs side by side, as a client of the service sees them. */
@QuarkusTest
class ComparisonIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final int FACTS = 20;
    private static final int ITEMS = 2 * FACTS;

    @Inject
    ArtifactStore artifacts;

    /** Of 40 conflict items and of 20 items of each standard suite, how many a checkpoint answers rightly. */
    private record Checkpoint(int conflict, int standard) {}

    @Test
    void runsAreComparedAtTheHighestStandardMeanThatAllReach() throws IOException {
        SortedMap<Integer, Checkpoint> fast = new TreeMap<>();
        fast.put(0, new Checkpoint(20, 8));
        fast.put(14, new Checkpoint(36, 12));
        fast.put(28, new Checkpoint(28, 16));
        fast.put(250, new Checkpoint(8, 18));
        SortedMap<Integer, Checkpoint> slow = new TreeMap<>();
        slow.put(0, new Checkpoint(20, 8));
        slow.put(250, new Checkpoint(30, 14));
        send("fast", fast);
        send("slow", slow);
        JsonPath both = comparison("?runs=fast,slow");
        assertEquals(.7f, both.getFloat("matched_at"));
        assertEquals("cf_lab", both.getString("suite"));
        assertEquals(List.of("closed_book", "consistent_context", "open_book"), both.getList("standard_suites"));
        assertEquals(List.of(14, 28), both.getList("matched[0].between_steps"));
        assertEquals(.8f, both.getFloat("matched[0].counterfactual_accuracy"), 1e-6f);
        assertEquals(.75f, both.getFloat("matched[1].counterfactual_accuracy"), 1e-6f);
        assertTrue(both.getFloat("matched[0].low") < .8f && both.getFloat("matched[0].high") > .8f);
        assertEquals(1, both.getList("pairs").size());
        assertEquals(.05f, both.getFloat("pairs[0].difference"), 1e-6f);
        assertEquals(ITEMS, both.getInt("pairs[0].items"));
        assertEquals(FACTS, both.getInt("pairs[0].clusters"));
        assertEquals(both.getFloat("pairs[0].p"), both.getFloat("pairs[0].holm_p"));
        assertEquals(List.of(false, true, true, true), both.getList("runs[0].points.on_frontier"));
        assertEquals(List.of(false, true), both.getList("runs[1].points.on_frontier"));
        assertEquals(List.of(false, true), both.getList("runs[1].points.on_run_frontier"));
        assertEquals(250, both.getInt("runs[0].best_step"));
        assertEquals(28, comparison("?runs=fast,slow&tolerance=0.1").getInt("runs[0].best_step"));
        assertEquals(.7f, both.getFloat("runs[0].detectable.differing"), 1e-6f);
        assertTrue(both.getFloat("smallest_detectable_drop") > .05f);
        JsonPath high = comparison("?runs=fast,slow&at=0.85");
        assertEquals(
                "its standard mean stays below: 70.0 % at step 250 is its highest",
                high.getString("matched[1].reason"));
        assertEquals(List.of(), high.getList("pairs"));
        assertEquals(.45f, high.getFloat("matched[0].counterfactual_accuracy"), 1e-6f);
        assertEquals(List.of(), both.getList("warnings"));
    }

    @Test
    void differencesBetweenRunsAreListed() throws IOException {
        SortedMap<Integer, Checkpoint> points = new TreeMap<>();
        points.put(0, new Checkpoint(20, 8));
        points.put(14, new Checkpoint(30, 12));
        send("usual", points);
        SyntheticStudy larger = new SyntheticStudy(artifacts, "larger", FACTS + 1, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>(larger.atStep(0));
        events.addAll(larger.atStep(14));
        broker.publish(events);
        Waiting.untilScores("larger", 8);
        given().get("/api/v1/comparison?runs=usual,larger")
                .then()
                .statusCode(200)
                .body("warnings", hasItem(startsWith("suite cf_lab is not the same version in all runs")))
                .body("warnings", hasItem(startsWith("standard suite open_book is not the same version")));
    }

    @Test
    void everyFaultAndEveryUnknownRunIsNamedAtOnce() throws IOException {
        given().get("/api/v1/comparison?at=93&tolerance=x&crossing=any&items=some")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("runs", "at", "tolerance", "crossing", "items")));
        given().get("/api/v1/comparison?runs=a,a").then().statusCode(400).body("faults", hasSize(1));
        given().get("/api/v1/comparison?runs=1,2,3,4,5,6,7,8,9,10,11,12,13")
                .then()
                .statusCode(400);
        given().get("/api/v1/comparison?runs=ghost,phantom")
                .then()
                .statusCode(404)
                .body("detail", containsString("ghost, phantom"));
        SortedMap<Integer, Checkpoint> points = new TreeMap<>();
        points.put(0, new Checkpoint(20, 8));
        send("alone", points);
        JsonPath alone = comparison("?runs=alone");
        assertEquals(.4f, alone.getFloat("matched_at"));
        assertEquals(List.of(), alone.getList("pairs"));
        assertFalse(alone.getMap("").containsKey("smallest_detectable_drop"));
    }

    private void send(String runId, SortedMap<Integer, Checkpoint> checkpoints) throws IOException {
        SyntheticStudy study = new SyntheticStudy(artifacts, runId, FACTS, START);
        List<ProducerRecord<String, String>> events = new ArrayList<>(List.of(study.run(RunStatus.TRAINING, 0)));
        for (int step : checkpoints.keySet()) {
            events.add(study.checkpoint(step));
            for (SyntheticSuite suite : study.suites()) {
                boolean conflict = suite.ref(artifacts).kind() == SuiteKind.KNOWLEDGE_CONFLICT;
                Checkpoint checkpoint = checkpoints.get(step);
                events.add(study.evaluation(
                        suite,
                        step,
                        Judged.plainly(first(suite, conflict ? checkpoint.conflict() : checkpoint.standard()))));
            }
        }
        broker.publish(events);
        Waiting.untilScores(runId, 4 * checkpoints.size());
    }

    /** The first so many items follow their context, the others nothing. */
    private static List<ItemOutcome> first(SyntheticSuite suite, int following) {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (ItemOutcome each : suite.answers(0)) {
            outcomes.add(
                    new ItemOutcome(each.itemId(), each.clusterId(), "as read", outcomes.size() < following, false));
        }
        return outcomes;
    }

    private static JsonPath comparison(String query) {
        return given().get("/api/v1/comparison" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
