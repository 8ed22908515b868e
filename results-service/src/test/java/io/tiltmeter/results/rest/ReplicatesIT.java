package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.tiltmeter.contracts.event.RunStatus;
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
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Several seeds of one condition, as a client of the service sees them. */
@QuarkusTest
class ReplicatesIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-01T09:14:05Z");
    private static final int FACTS = 20;
    private static final int[] STEPS = {0, 14, 28, 250};

    /** These runs have fewer checkpoints than they plan, which is a warning of its own. */
    private static final String OTHER_WARNINGS = "warnings.findAll { !it.contains('is not scored to its end') }";

    @Inject
    ArtifactStore artifacts;

    @Test
    void threeSeedsGiveAMeanDropWithItsInterval() throws IOException {
        send("seed-1", FACTS, at -> 1, settings(1, "full"), 20, 36, 30, 8);
        send("seed-2", FACTS, at -> 1, settings(2, "full"), 20, 28, 32, 10);
        send("seed-3", FACTS, at -> 1, settings(3, "full"), 20, 34, 30, 12);
        JsonPath found = given().get("/api/v1/replicates?runs=seed-1,seed-2,seed-3&drop=0.05,0.3")
                .then()
                .statusCode(200)
                .body("suite", equalTo("cf_lab"), "replicates", equalTo(true), OTHER_WARNINGS, hasSize(0))
                .body("items", equalTo(2 * FACTS), "clusters", equalTo(FACTS))
                .body("peak_steps", equalTo(List.of(14)), "end_steps", equalTo(List.of(250)))
                .body("sentence", startsWith("Over 3 seeds counterfactual accuracy fell by 56.7 points"))
                .body("runs.run_id", equalTo(List.of("seed-1", "seed-2", "seed-3")))
                .body("runs.seed", equalTo(List.of(1, 2, 3)))
                .body("runs.own.peak_steps", equalTo(List.of(List.of(14), List.of(28), List.of(14))))
                .body("seeds_needed.drop", equalTo(List.of(0.05f, 0.3f)))
                .extract()
                .jsonPath();
        assertEquals(28f / 40, found.getFloat("runs[0].drop"), 1e-6f);
        assertEquals(18f / 40, found.getFloat("runs[1].drop"), 1e-6f);
        assertEquals(22f / 40, found.getFloat("runs[1].own.drop"), 1e-6f);
        assertEquals(68f / 120, found.getFloat("drop"), 1e-6f);
        double deviation =
                Math.sqrt((Math.pow(28 - 68 / 3.0, 2) + Math.pow(18 - 68 / 3.0, 2) + Math.pow(22 - 68 / 3.0, 2)) / 2)
                        / 40;
        assertEquals(deviation, found.getDouble("seed_deviation"), 1e-6);
        double ofSeeds = 4.302652729911275 * deviation / Math.sqrt(3);
        assertTrue(found.getDouble("drop_high") - found.getDouble("drop") >= Math.min(ofSeeds, 1 - 68 / 120.0) - 1e-6);
        assertTrue(found.getInt("seeds_needed[0].seeds") > found.getInt("seeds_needed[1].seeds"));
    }

    @Test
    void settingsOtherThanTheSeedAreNamed() throws IOException {
        send("alike-1", FACTS, at -> 1, settings(1, "full"), 20, 36, 30, 8);
        send("alike-2", FACTS, at -> 1, settings(1, "lora"), 20, 28, 32, 10);
        given().get("/api/v1/replicates?runs=alike-1,alike-2")
                .then()
                .statusCode(200)
                .body("replicates", equalTo(false), OTHER_WARNINGS, hasSize(2))
                .body(
                        "warnings[0]",
                        containsString("differ in finetuning_type, not in their seeds alone: \"full\" for"))
                .body("warnings[1]", containsString("alike-1, alike-2 have the same seed 1"))
                .body("seeds_needed.drop", equalTo(List.of(0.05f, 0.1f)));
    }

    @Test
    void runsThatDifferInTheirProbesAloneAreReplicates() throws IOException {
        Map<String, Object> plain = Map.of("seed", 1, "evaluation", Map.of("limit", 20));
        Map<String, Object> probed =
                Map.of("seed", 2, "evaluation", Map.of("limit", 20, "probes", List.of("attention")));
        send("without-probes", FACTS, at -> 1, plain, 20, 36, 30, 8);
        send("with-probes", FACTS, at -> 1, probed, 20, 28, 32, 10);
        given().get("/api/v1/replicates?runs=without-probes,with-probes")
                .then()
                .statusCode(200)
                .body("replicates", equalTo(true), OTHER_WARNINGS, hasSize(0));
    }

    @Test
    void labelsFromElsewhereAreTakenWithAWarningAndCurvesWithoutItemsAreNot() {
        for (String name : List.of("theirs-1", "theirs-2")) {
            importRun(name, RunImportIT.labels(3));
        }
        importRun("theirs-3", OpenApiExamples.CURVE);
        given().get("/api/v1/replicates?runs=theirs-1,theirs-2")
                .then()
                .statusCode(200)
                .body("replicates", equalTo(false))
                .body(
                        "warnings",
                        hasItem(containsString("seed and the other settings of theirs-1, theirs-2 are not known")));
        given().get("/api/v1/replicates?runs=theirs-1,theirs-3")
                .then()
                .statusCode(400)
                .body("faults.value", hasItem("theirs-3"))
                .body("faults.limit", hasItem(containsString("has no answers of single items")));
    }

    @Test
    void runsThatAreNotMeasuredAlikeAreRefusedWithEveryFault() throws IOException {
        send("measured", FACTS, at -> 1, settings(1, "full"), 20, 36, 30, 8);
        send("otherwise", FACTS + 1, at -> 2, settings(2, "full"), 20, 28, 32, 10);
        given().get("/api/v1/replicates?runs=measured,otherwise")
                .then()
                .statusCode(400)
                .body("faults", hasSize(2))
                .body("faults[0].limit", startsWith("have different versions of suite cf_lab"))
                .body(
                        "faults[1].limit",
                        equalTo("have different versions of the scorer: 1 for measured; 2 for otherwise"));
        given().get("/api/v1/replicates?runs=measured&drop=0,2,x")
                .then()
                .statusCode(400)
                .body("faults.field", equalTo(List.of("runs", "drop", "drop", "drop")));
        given().get("/api/v1/replicates?runs=measured,ghost").then().statusCode(404);
    }

    @Test
    void aRunThatMixesVersionsOfTheScorerIsRefusedThoughTheOtherDoesToo() throws IOException {
        send("mixing-1", FACTS, step -> step < 28 ? 1 : 2, settings(1, "full"), 20, 36, 30, 8);
        send("mixing-2", FACTS, step -> step < 28 ? 1 : 2, settings(2, "full"), 20, 28, 32, 10);
        given().get("/api/v1/replicates?runs=mixing-1,mixing-2")
                .then()
                .statusCode(400)
                .body(
                        "faults.limit",
                        equalTo(List.of("have different versions of the scorer: 1 and 2 for mixing-1, mixing-2")));
    }

    private static Map<String, Object> settings(int seed, String type) {
        return Map.of("learning_rate", 0.0006, "seed", seed, "finetuning_type", type);
    }

    private static void importRun(String name, String file) {
        given().contentType("text/csv")
                .body(file)
                .post("/api/v1/runs/import?name=" + name)
                .then()
                .statusCode(201);
    }

    /** A run on the conflict suite alone; of its items so many follow their context at each step. */
    private void send(
            String runId, int facts, IntUnaryOperator versionAt, Map<String, Object> settings, int... following)
            throws IOException {
        List<SyntheticSuite> suites = SyntheticSuite.lab(facts).subList(0, 1);
        SyntheticStudy study = new SyntheticStudy(artifacts, runId, suites, START).withSettings(settings);
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        for (int at = 0; at < STEPS.length; at++) {
            events.add(study.checkpoint(STEPS[at]));
            List<ItemOutcome> outcomes = new ArrayList<>();
            for (ItemOutcome each : suites.get(0).answers(0)) {
                boolean follows = outcomes.size() < following[at];
                outcomes.add(new ItemOutcome(each.itemId(), each.clusterId(), "as read", follows, !follows));
            }
            events.add(study.evaluation(
                    suites.get(0), STEPS[at], Judged.plainly(outcomes).version(versionAt.applyAsInt(STEPS[at]))));
        }
        events.add(study.run(RunStatus.COMPLETED, SyntheticStudy.TOTAL_STEPS));
        broker.publish(events);
        Waiting.untilScores(runId, STEPS.length);
    }
}
