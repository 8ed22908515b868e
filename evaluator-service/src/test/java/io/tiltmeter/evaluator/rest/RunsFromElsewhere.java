package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.tiltmeter.servicetest.TestBroker.MAX_WAIT;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicetest.TestBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Posts checkpoints of other trainers, and waits for the events that follow. */
final class RunsFromElsewhere implements AutoCloseable {

    private final TestBroker broker;
    private final ArtifactStore artifacts;

    RunsFromElsewhere(String bootstrapServers, ArtifactStore artifacts) {
        this.broker = new TestBroker(bootstrapServers);
        this.artifacts = artifacts;
    }

    TestBroker broker() {
        return broker;
    }

    ValidatableResponse adopt(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/checkpoints")
                .then();
    }

    ValidatableResponse hook(Path output, int step, String query) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "event",
                        "save",
                        "step",
                        step,
                        "checkpoint_dir",
                        output.resolve("checkpoint-" + step).toString(),
                        "output_dir",
                        output.toString()))
                .post("/api/v1/checkpoints" + query)
                .then();
    }

    /** What a hook sends when its trainer is done. */
    ValidatableResponse end(Map<String, Object> run) {
        Map<String, Object> request = new HashMap<>(run);
        request.put("event", "end");
        return adopt(request);
    }

    CheckpointReady adoptOne(String runId, String path, int step) {
        adopt(Map.of("run_id", runId, "path", path, "template", "lab"))
                .statusCode(202)
                .body("checkpoints[0].step", equalTo(step));
        return ready(runId, 1).get(0);
    }

    List<CheckpointReady> ready(String runId, int count) {
        return broker.awaitEvents(EventTypes.CHECKPOINT_READY, runId, count);
    }

    List<SuiteEvaluated> evaluated(String runId, int count) {
        return broker.awaitEvents(EventTypes.SUITE_EVALUATED, runId, count);
    }

    RunUpdated run(String runId) {
        List<RunUpdated> events = broker.events(EventTypes.RUN_UPDATED, runId);
        return events.get(events.size() - 1);
    }

    void awaitRun(String runId, RunStatus status) {
        await().atMost(MAX_WAIT).until(() -> run(runId).status() == status);
    }

    static String status(String runId, int step) {
        return get("/api/v1/checkpoints/" + runId + "/" + step).path("status");
    }

    void publishSuite(String suiteId, int itemCount) throws Exception {
        publishSuite(
                suiteId,
                IntStream.range(0, itemCount)
                        .mapToObj(i -> item(i, "the capital of S" + i + " is A" + i + " ."))
                        .toList());
    }

    void publishSuite(String suiteId, List<SuiteItem> suite) throws Exception {
        ArtifactRef items =
                artifacts.writeFile("suites/" + suiteId + "/items.jsonl", out -> JsonLines.write(suite.stream(), out));
        SuiteRef ref = new SuiteRef(suiteId, SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", suite.size(), items);
        broker.publish(EventTypes.SUITE_READY, suiteId, new SuiteReady(ref, items.sha256(), Instant.now()));
    }

    static SuiteItem item(int i, String context) {
        return new SuiteItem(
                "item-" + i,
                "fact-" + i,
                context,
                "where is the capital of S" + i + " ?",
                "A" + i,
                "A" + (i + 1),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public void close() {
        broker.close();
    }
}
