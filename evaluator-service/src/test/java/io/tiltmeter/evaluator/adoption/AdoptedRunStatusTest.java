package io.tiltmeter.evaluator.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.evaluator.adoption.AdoptedRunStatus.Checkpoint;
import io.tiltmeter.evaluator.adoption.AdoptedRunStatus.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status of a run of another trainer, by the stages of its checkpoints. */
class AdoptedRunStatusTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:16:41Z");

    @Test
    void aRunIsCompletedOnceItsLastStepIsAdoptedAndNothingIsQueued() {
        assertEquals(RunStatus.TRAINING, status(10).status(), "registered only");
        assertEquals(
                RunStatus.TRAINING,
                status(10, at(10, Stage.ADOPTED), at(5, Stage.QUEUED)).status());
        assertEquals(
                RunStatus.TRAINING,
                status(10, at(0, Stage.ADOPTED), at(5, Stage.ADOPTED)).status());
        assertEquals(
                RunStatus.COMPLETED,
                status(10, at(10, Stage.ADOPTED), at(5, Stage.ADOPTED)).status());
        assertEquals(RunStatus.TRAINING, status(0, at(0, Stage.ADOPTED)).status(), "the base alone");
    }

    @Test
    void checkpointsThatCouldNotBeAdoptedAreTheReason() {
        RunUpdated event =
                status(10, at(10, Stage.ADOPTED), at(5, Stage.GIVEN_UP)).event(7, NOW);
        assertEquals(RunStatus.COMPLETED, event.status());
        assertEquals("1 of 2 checkpoints could not be adopted: step 5: no room", event.reason());
        assertEquals(List.of(5, 10), event.plannedCheckpoints());
        assertEquals(RunStatus.FAILED, status(10, at(10, Stage.GIVEN_UP)).status());
    }

    @Test
    void theProgressOfARunIsItsLastAdoptedStep() {
        RunUpdated event = status(10, at(4, Stage.ADOPTED), at(2, Stage.ADOPTED), at(8, Stage.QUEUED))
                .event(7, NOW);
        assertEquals(4, event.progress().step());
        assertEquals(0.4, event.progress().epochs());
        assertEquals("lab", event.effectiveConfig().get("template"));
    }

    private static Checkpoint at(int step, Stage stage) {
        Optional<String> reason = stage == Stage.GIVEN_UP ? Optional.of("no room") : Optional.empty();
        return new Checkpoint(step, stage, Optional.of(step / 10.0), Optional.empty(), reason);
    }

    private static AdoptedRunStatus status(int totalSteps, Checkpoint... checkpoints) {
        AdoptedRun run = new AdoptedRun(
                "elsewhere",
                "lab",
                List.of(),
                EvaluationPlan.DEFAULT,
                Optional.empty(),
                totalSteps,
                Optional.empty(),
                Map.of("finetuning_type", "full"),
                NOW);
        return new AdoptedRunStatus(run, List.of(checkpoints));
    }
}
