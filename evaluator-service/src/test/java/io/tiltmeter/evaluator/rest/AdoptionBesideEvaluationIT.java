package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checkpoints that arrive during a long evaluation are adopted at once. */
@QuarkusTest
class AdoptionBesideEvaluationIT extends TestWithAdoption {
    /** Their evaluation takes many times as long as an adoption. */
    private static final int ITEMS = 12_000;

    private static final String LONG = "long-beside-adoptions";
    private static final String SHORT = "adopted-beside-long";

    @Test
    void checkpointsAreAdoptedDuringALongEvaluation() throws Exception {
        runs.publishSuite("long-facts.v1", ITEMS);
        runs.publishSuite("short-facts.v1", 5);
        adopt(LONG, "long-facts.v1", 5);
        await().atMost(MAX_WAIT).until(() -> firstEvaluation().equals("running"));

        for (int step : List.of(10, 15, 20)) {
            adopt(SHORT, "short-facts.v1", step);
        }
        runs.ready(SHORT, 3);
        assertEquals("running", firstEvaluation(), "the evaluation that was begun first");
        assertEquals(List.of(), runs.broker().events(EventTypes.SUITE_EVALUATED, LONG));
        runs.evaluated(LONG, 1);
        runs.evaluated(SHORT, 3);
    }

    private static String firstEvaluation() {
        String status = get("/api/v1/evaluations?run_id=" + LONG).path("evaluations.find { it.step == 5 }.status");
        return String.valueOf(status);
    }

    private void adopt(String run, String suite, int step) throws IOException {
        String path = run + "/checkpoint-" + step;
        folders.checkpoint(path, step, 20);
        runs.adopt(Map.of(
                        "run_id",
                        run,
                        "path",
                        path,
                        "template",
                        "lab",
                        "suites",
                        List.of(suite),
                        "evaluation",
                        Map.of("scorers", List.of("contains"))))
                .statusCode(202)
                .body("status", equalTo("queued"));
    }
}
