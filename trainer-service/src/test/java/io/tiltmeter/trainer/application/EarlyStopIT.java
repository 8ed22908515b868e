package io.tiltmeter.trainer.application;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.rest.CheckpointListResponse.CheckpointResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are warned of: those that asked for it end early, the others continue. */
@QuarkusTest
class EarlyStopIT extends TestWithBroker {
    private static final String ENDLESS = """
            "suites": ["early-suite"], "max_steps": 1000000, "save_steps": 100000, "save_early_ratios": []""";

    @ConfigProperty(name = "tiltmeter.artifacts.directory")
    Path artifactDirectory;

    @Inject
    ArtifactStore artifacts;

    @BeforeEach
    void open() throws IOException {
        TinyWorld world = new TinyWorld(artifacts);
        broker.publish(EventTypes.MIXTURE_READY, "early-docs", world.documents("early-docs", 30));
        broker.publish(EventTypes.SUITE_READY, "early-suite", world.suite("early-suite"));
    }

    @Test
    void aRunThatAskedForItEndsAtItsNextStepWithItsCheckpointAndAReason() throws IOException {
        String id = RunCalls.start(RunCalls.fresh("early", "early-docs", ENDLESS + ", \"early_stopping\": {}"));
        awaitStep(id, 10);
        warn(id, "early-suite", WarningState.WATCH);
        warn(id, "other-suite-is-published-too", WarningState.RECOVERED);
        warn("never-heard-of", "early-suite", WarningState.INVERTED);
        int before = RunCalls.get(id).progress().step();
        awaitStep(id, before + 10);
        warn(id, "early-suite", WarningState.INVERTED);
        RunUpdated ended = RunCalls.await(id, RunStatus.COMPLETED);

        int step = ended.progress().step();
        assertTrue(step > before + 10 && step < 1_000_000, "ended at step " + step);
        assertEquals(
                "stopped early at step " + step + ": the live warning of suite early-suite became inverted at step 97,"
                        + " where the mean counterfactual accuracy of 5 checkpoints was 37.2 % after 77.0 % at step 14",
                ended.reason());
        assertEquals(1_000_000, ended.progress().totalSteps());
        assertEquals(List.of(0, step), ended.plannedCheckpoints());
        assertEquals(
                IntStream.rangeClosed(1, step).boxed().toList(),
                RunCalls.losses(id).losses().stream().map(StepRecord::step).toList());
        assertEquals(
                List.of(0, step),
                RunCalls.checkpoints(id).checkpoints().stream()
                        .map(CheckpointResponse::step)
                        .toList());
        Awaitility.await()
                .until(() -> broker.events(EventTypes.RUN_UPDATED, id).stream()
                        .anyMatch(update -> update.status() == RunStatus.COMPLETED));
        CheckpointReady last = broker.events(EventTypes.CHECKPOINT_READY, id).get(1);
        assertEquals(step, last.step());
        assertTrue(Files.isRegularFile(artifacts.folder(last.model()).resolve("tokenizer.json")));
        assertEquals(0, trainingStates(id), "a state to go on from was kept");
        given().get("/q/metrics").then().body(containsString("tiltmeter_early_stops_total 1.0"));

        warn(id, "early-suite", WarningState.INVERTED);
        String next = RunCalls.start("""
                {"run_name": "after-early", "model_name_or_path": "run:early", "mixture": "early-docs", "max_steps": 2}""");
        RunCalls.await(next, RunStatus.COMPLETED);
        assertEquals(ended, RunCalls.get(id));
    }

    @Test
    void aRunThatDidNotAskContinues() {
        String id = RunCalls.start(RunCalls.fresh("unasked", "early-docs", ENDLESS));
        String other = RunCalls.start(RunCalls.fresh(
                "asked-for-other",
                "early-docs",
                "\"max_steps\": 40, \"suites\": [\"early-suite\"], \"early_stopping\": {\"on\": \"watch\"}"));
        awaitStep(id, 5);
        warn(id, "early-suite", WarningState.INVERTED);
        warn(other, "early-suite", WarningState.WATCH);
        int before = RunCalls.get(id).progress().step();
        awaitStep(id, before + 50);
        assertEquals(202, RunCalls.cancel(id).statusCode());

        RunUpdated ended = RunCalls.await(other, RunStatus.COMPLETED);
        assertEquals(0, ended.progress().step(), "it was warned of while it waited for the trainer");
        assertTrue(ended.reason().startsWith("stopped early at step 0: "), ended.reason());
        assertEquals(List.of(0), ended.plannedCheckpoints());
    }

    @Test
    void whatCannotBeMeantIsRefusedWithEveryFault() {
        List<String> faults = RunCalls.faults(RunCalls.fresh("refused", "early-docs", """
                        "suites": ["early-suite"], "early_stopping": {"on": "recovered", "window": 0, "threshold": 8,
                         "patience": "long", "patients": 3}""")).stream()
                .map(fault -> fault.get("field"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "early_stopping.on",
                        "early_stopping.patience",
                        "early_stopping.patients",
                        "early_stopping.threshold",
                        "early_stopping.window"),
                faults);
        Map<String, String> foreign =
                RunCalls.faults(RunCalls.fresh("refused", "early-docs", """
                        "suites": ["early-suite"], "early_stopping": {"suites": ["another"]}""")).get(0);
        assertEquals("early_stopping.suites[0]", foreign.get("field"));
        assertTrue(foreign.get("limit").contains("early-suite"), foreign.toString());
        assertEquals(
                "early_stopping",
                RunCalls.faults(RunCalls.fresh("refused", "early-docs", "\"early_stopping\": {}"))
                        .get(0)
                        .get("field"));
    }

    private void warn(String runId, String suiteId, WarningState state) {
        broker.publish(EventTypes.INVERSION_WARNED, runId, warning(runId, suiteId, state));
    }

    static InversionWarned warning(String runId, String suiteId, WarningState state) {
        return new InversionWarned(
                runId, suiteId, state, WarningState.NONE, 97, 0.372, 0.77, 14, 5, 0.08, 5, Instant.now());
    }

    private static void awaitStep(String id, int step) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> RunCalls.get(id).progress().step() >= step);
    }

    private long trainingStates(String id) throws IOException {
        Path folder = artifactDirectory.resolve("training-state").resolve(id);
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var states = Files.list(folder)) {
            return states.count();
        }
    }
}
