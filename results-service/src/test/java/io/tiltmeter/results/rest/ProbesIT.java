package io.tiltmeter.results.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What probes measured is shown by step, whatever the order of the events, and counts once. */
@QuarkusTest
class ProbesIT extends TestWithBroker {
    private static final Instant START = Instant.parse("2026-03-02T09:14:05Z");
    private static final SuiteRef SUITE = new SuiteRef(
            "lab-conflict-20", SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", 300, ArtifactRef.of("items", "a".repeat(64), 9));

    @Inject
    ArtifactStore artifacts;

    @Test
    void measurementsAreListedByStepWhateverTheOrderAndTheNumberOfTheirEvents() throws IOException {
        ProbeMeasured early = attention("probed", 14, 1, 0, Map.of("layer_0", 0.25, "layer_1", 0.75, "mean", 0.5));
        ProbeMeasured late = attention("probed", 250, 1, 0, Map.of("layer_0", 0.1, "layer_1", 0.2, "mean", 0.15));
        publish(late, early, late);
        startRun("probed");
        untilMeasured("probed", 2);
        List<Map<String, Object>> once = given().get("/api/v1/runs/probed/probes")
                .then()
                .statusCode(200)
                .body("measurements.step", equalTo(List.of(14, 250)))
                .body("measurements[0].values.mean", equalTo(0.5f))
                .body("measurements[1].values.layer_1", equalTo(0.2f))
                .body("measurements[0].items", equalTo(297), "measurements[0].items_left_out", equalTo(3))
                .extract()
                .jsonPath()
                .getList("measurements");
        publish(early, late, attention("probed", 28, 1, 0, Map.of("mean", 0.3)));
        untilMeasured("probed", 3);
        List<Map<String, Object>> then =
                given().get("/api/v1/runs/probed/probes").jsonPath().getList("measurements");
        assertEquals(once, List.of(then.get(0), then.get(2)));
        assertEquals(
                List.of(
                        "run_id,probe,probe_version,suite_id,task,arm,step,epochs,items,items_left_out,name,value",
                        "probed,attention,1,lab-conflict-20,cf_lab,template,14,0.056,297,3,layer_0,0.25",
                        "probed,attention,1,lab-conflict-20,cf_lab,template,14,0.056,297,3,layer_1,0.75"),
                given().get("/api/v1/runs/probed/probes?format=csv")
                        .asString()
                        .lines()
                        .limit(3)
                        .toList());
    }

    @Test
    void theNewerVersionCountsAndOfOneVersionTheEarlierMeasurement() throws IOException {
        startRun("measured-twice");
        ProbeMeasured second = attention("measured-twice", 14, 2, 9, Map.of("mean", 0.2));
        publish(
                attention("measured-twice", 14, 1, 0, Map.of("mean", 0.1)),
                second,
                attention("measured-twice", 14, 2, 5, Map.of("mean", 0.3)),
                second,
                attention("measured-twice", 14, 1, 1, Map.of("mean", 0.4)),
                attention("measured-twice", 28, 1, 0, Map.of()));
        untilMeasured("measured-twice", 2);
        given().get("/api/v1/runs/measured-twice/probes")
                .then()
                .body("measurements[0].probe_version", equalTo(2), "measurements[0].values.mean", equalTo(0.3f))
                .body("measurements[1].values", equalTo(Map.of()));
    }

    @Test
    void aPageSeesThatARunHasNewMeasurements() throws IOException {
        startRun("probed-later");
        String before = given().get("/api/v1/runs/probed-later").jsonPath().getString("version");
        given().get("/api/v1/runs/probed-later/probes").then().body("measurements", hasSize(0));
        publish(attention("probed-later", 14, 1, 0, Map.of("mean", 0.1)));
        untilMeasured("probed-later", 1);
        assertNotEquals(
                before, given().get("/api/v1/runs/probed-later").jsonPath().getString("version"));
    }

    @Test
    void anUnknownRunOrFormatIsRefused() {
        given().get("/api/v1/runs/nobodys/probes").then().statusCode(404);
        given().get("/api/v1/runs/nobodys/probes?format=xml&formulas=any")
                .then()
                .statusCode(400)
                .body("faults", hasSize(2));
    }

    private void startRun(String run) throws IOException {
        broker.publish(List.of(new SyntheticStudy(artifacts, run, 4, START).run(RunStatus.TRAINING, 14)));
        Waiting.untilJson("/api/v1/runs/" + run, any -> true);
    }

    private static void untilMeasured(String run, int count) {
        Waiting.untilJson(
                "/api/v1/runs/" + run + "/probes",
                found -> found.getList("measurements").size() == count);
    }

    private void publish(ProbeMeasured... events) {
        for (ProbeMeasured event : events) {
            broker.publish(EventTypes.PROBE_MEASURED, event.checkpoint().runId(), event);
        }
    }

    private static ProbeMeasured attention(
            String run, int step, int version, int secondsLater, Map<String, Double> values) {
        return new ProbeMeasured(
                new SuiteEvaluated.Checkpoint(run, run, step, 250, step / 250.0),
                SUITE,
                "template",
                "attention",
                version,
                "5".repeat(64),
                297,
                3,
                values,
                ArtifactRef.of("outcomes", "c".repeat(64), 9),
                new SuiteEvaluated.Execution("made up", "nobody", START, START, START.plusSeconds(secondsLater)));
    }
}
