package io.tiltmeter.evaluator.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.Ending;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdoptedRunTest {
    private static final AdoptedRun RUN = new AdoptedRun(
            "run",
            "lab",
            List.of(),
            EvaluationPlan.DEFAULT,
            Optional.empty(),
            0,
            Optional.empty(),
            Map.of(),
            Instant.EPOCH);

    @Test
    void filesSayHowManyStepsArePlannedWhereNoRequestDoes() {
        AdoptedRun run = RUN.with(found(5, 5, Optional.empty(), Ending.UNSEEN));
        assertEquals(5, run.totalSteps());
        assertEquals(40, run.reaching(5, 40).totalSteps());
    }

    @Test
    void theStatedNumberHoldsAgainstFilesThatAreReadLater() {
        AdoptedRun run = RUN.with(found(5, 9, Optional.of(9), Ending.UNSEEN));
        assertEquals(9, run.reaching(5, 40).totalSteps());
        assertEquals(9, run.with(found(6, 40, Optional.empty(), Ending.UNSEEN)).totalSteps());
    }

    @Test
    void aRepeatedSaveDoesNotReopenAnEndedRun() {
        AdoptedRun ended =
                RUN.with(found(20, 40, Optional.empty(), Ending.UNSEEN)).endingAt(20);
        assertEquals(20, ended.totalSteps());
        assertEquals(
                20, ended.with(found(5, 40, Optional.empty(), Ending.UNSEEN)).totalSteps());
        assertEquals(20, ended.reaching(20, 40).totalSteps());
    }

    @Test
    void aCheckpointBehindTheEndReopensTheRun() {
        AdoptedRun ended = RUN.endingAt(20);
        AdoptedRun reopened = ended.with(found(30, 40, Optional.empty(), Ending.UNSEEN));
        assertEquals(40, reopened.totalSteps());
        assertEquals(Optional.empty(), reopened.lastStep());
        assertEquals(30, ended.with(found(30, 30, Optional.of(30), Ending.SEEN)).totalSteps());
    }

    private static AdoptionPlan found(int step, int totalSteps, Optional<Integer> lastStep, Ending ending) {
        LocatedFolder folder = new LocatedFolder(Path.of("/models/run/checkpoint-" + step), "run/checkpoint-" + step);
        return new AdoptionPlan(
                Path.of("/models/run"),
                Optional.empty(),
                List.of(new FoundCheckpoint(step, folder, Optional.empty(), Optional.empty())),
                totalSteps,
                lastStep,
                ending,
                Storage.COPY,
                Map.of(),
                List.of());
    }
}
