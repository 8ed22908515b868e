package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The queue forgets the work of a checkpoint some days after it was adopted. */
@QuarkusTest
class PurgedCheckpointIT extends TestWithAdoption {
    @Inject
    EvaluatorDatabase database;

    @Test
    void itIsShownAsItWasAdoptedAndNotAdoptedAgain() throws Exception {
        folders.checkpoint("forgotten/checkpoint-500", 500, 2000);
        CheckpointReady ready = runs.adoptOne("forgotten", "forgotten/checkpoint-500", 500);
        await().atMost(MAX_WAIT)
                .until(() -> database.execute(
                                "delete from work_item where id = 'adoption/forgotten/500' and status = 'done'")
                        == 1);
        adopt("forgotten/checkpoint-500").statusCode(202).body("checkpoints[0].status", equalTo("done"));
        get("/api/v1/checkpoints?run_id=forgotten&status=done")
                .then()
                .body("counts.done", equalTo(1))
                .body("checkpoints[0].attempts", equalTo(1))
                .body("checkpoints[0].weights_sha256", equalTo(ready.weightsSha256()));
        folders.checkpoint("another/checkpoint-500", 500, 2000);
        adopt("another/checkpoint-500").statusCode(409).body("detail", containsString("forgotten/checkpoint-500"));
        assertEquals(List.of(ready), runs.broker().events(EventTypes.CHECKPOINT_READY, "forgotten"));
    }

    private ValidatableResponse adopt(String path) {
        return runs.adopt(Map.of("run_id", "forgotten", "path", path, "step", 500));
    }
}
