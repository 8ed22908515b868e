package io.tiltmeter.trainer.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicetest.TestWithBroker;
import io.tiltmeter.trainer.rest.CheckpointListResponse.CheckpointResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that do not come to their last step. */
@QuarkusTest
class EndedRunIT extends TestWithBroker {
    private static final String ENDLESS = "\"max_steps\": 1000000, \"save_steps\": 100000, \"save_early_ratios\": []";

    @Inject
    ArtifactStore artifacts;

    private TinyWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new TinyWorld(artifacts);
        broker.publish(EventTypes.MIXTURE_READY, "ended-docs", world.documents("ended-docs", 30));
    }

    @Test
    void aCancelledRunStopsKeepsWhatIsThereAndFreesTheTrainer() {
        String id = RunCalls.start(RunCalls.fresh("endless", "ended-docs", ENDLESS));
        String dependent = RunCalls.start("""
                {"run_name": "dependent", "model_name_or_path": "run:endless", "mixture": "ended-docs"}""");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> RunCalls.get(id).progress().step() > 10);
        assertEquals(202, RunCalls.cancel(id).statusCode());
        assertEquals(RunStatus.CANCELLED, RunCalls.get(id).status());
        assertEquals(202, RunCalls.cancel(id).statusCode(), "cancelling twice is cancelling once");

        assertEquals(
                "cannot start without run endless (cancelled)",
                RunCalls.await(dependent, RunStatus.FAILED).reason());
        String next = RunCalls.start(RunCalls.fresh("after-endless", "ended-docs", "\"max_steps\": 2"));
        RunCalls.await(next, RunStatus.COMPLETED);
        int losses = RunCalls.losses(id).losses().size();
        assertTrue(losses > 10 && losses < 1_000_000, losses + " losses");
        assertEquals(
                List.of(0),
                RunCalls.checkpoints(id).checkpoints().stream()
                        .map(CheckpointResponse::step)
                        .toList());
        assertEquals(409, RunCalls.cancel(next).statusCode());
        assertEquals(409, RunCalls.retry(id).statusCode());
    }

    @Test
    void aMixtureThatFailedFailsTheRunUntilItIsReady() throws IOException {
        broker.publish(EventTypes.DATASET_UPDATED, "lost-docs", DatasetEvents.mixture("lost-docs"));
        String id = RunCalls.start(RunCalls.fresh("lost", "lost-docs", "\"max_steps\": 2"));
        broker.publish(
                EventTypes.DATASET_UPDATED, "lost-docs", DatasetEvents.failedMixture("lost-docs", "no such recipe"));
        assertEquals(
                "cannot start without mixture lost-docs (no such recipe)",
                RunCalls.await(id, RunStatus.FAILED).reason());
        broker.publish(EventTypes.MIXTURE_READY, "lost-docs", world.documents("lost-docs", 10));
        Awaitility.await().until(() -> {
            RunCalls.retry(id);
            return RunCalls.get(id).status() != RunStatus.FAILED;
        });
        RunCalls.await(id, RunStatus.COMPLETED);
    }

    @Test
    void aRunWaitsForWhatNobodyHasAnnounced() throws IOException {
        String tuned = RunCalls.start("""
                {"run_name": "early", "mixture": "unheard-docs", "model_name_or_path": "run:early-base", "max_steps": 1}""");
        assertEquals(
                "waits for mixture unheard-docs, which no service has announced yet, run early-base, which no service has"
                        + " announced yet",
                RunCalls.get(tuned).reason());
        assertEquals(RunStatus.WAITING, RunCalls.get(tuned).status());
        String dropped = RunCalls.start(RunCalls.fresh("dropped", "never-docs", "\"max_steps\": 1"));
        assertEquals(202, RunCalls.cancel(dropped).statusCode());
        assertEquals(RunStatus.CANCELLED, RunCalls.get(dropped).status());

        RunCalls.start(RunCalls.fresh("early-base", "unheard-docs", "\"max_steps\": 1"));
        assertEquals(
                "waits for mixture unheard-docs, which no service has announced yet, run early-base (not complete yet)",
                RunCalls.get(tuned).reason());
        broker.publish(EventTypes.MIXTURE_READY, "unheard-docs", world.documents("unheard-docs", 10));
        RunCalls.await(tuned, RunStatus.COMPLETED);
    }

    @Test
    void aRunThatWouldWaitForItselfIsRefused() {
        RunCalls.start("""
                {"run_name": "egg", "mixture": "ended-docs", "model_name_or_path": "run:hen", "max_steps": 1}""");
        assertEquals(
                "a run that does not wait for this one (hen starts from egg starts from hen)",
                RunCalls.faults("""
                        {"run_name": "hen", "mixture": "ended-docs", "model_name_or_path": "run:egg", "max_steps": 1}""").get(0).get("limit"));
    }

    @Test
    void aRunOfAdaptersFailsTheRunThatWaitedForIt() {
        String waiting = RunCalls.start("""
                {"run_name": "on-adapters", "mixture": "ended-docs", "model_name_or_path": "run:late-adapters", "max_steps": 1}""");
        RunCalls.start("""
                {"run_name": "late-adapters", "mixture": "ended-docs", "model_name_or_path": "run:no-base", "max_steps": 1,
                 "finetuning_type": "lora"}""");
        assertEquals(
                "cannot start without run late-adapters (it saves adapters, and a run starts from a whole model)",
                RunCalls.await(waiting, RunStatus.FAILED).reason());
    }

    @Test
    void whatNoAttemptCouldTrainFailsAtOnceWithAReason() {
        String tooLong =
                RunCalls.start(RunCalls.fresh("too-long", "ended-docs", "\"max_steps\": 2, \"max_length\": 10"));
        String reason = RunCalls.await(tooLong, RunStatus.FAILED).reason();
        assertTrue(reason.contains("examples are longer than 10 tokens"), reason);
        String warmup = RunCalls.start(
                RunCalls.fresh("long-warmup", "ended-docs", "\"num_train_epochs\": 1, \"warmup_steps\": 1000"));
        reason = RunCalls.await(warmup, RunStatus.FAILED).reason();
        assertTrue(reason.startsWith("warmup_steps 1000 is more than the run's"), reason);
    }
}
