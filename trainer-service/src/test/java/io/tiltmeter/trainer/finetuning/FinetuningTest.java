package io.tiltmeter.trainer.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FinetuningTest {
    private static final RunSettings SETTINGS = Requests.settings("""
            "per_device_train_batch_size": 3, "gradient_accumulation_steps": 2, "num_train_epochs": 2,
            "learning_rate": 0.01, "save_steps": 3, "save_early_ratios": []
            """);
    private static final EncodedMixture MIXTURE = mixture(20, 64);
    private static final RunPlan PLAN = RunPlan.of(SETTINGS, MIXTURE.size());

    @Test
    void everyPlannedStepIsTakenAndEveryPlannedCheckpointIsDue() {
        RecordingSession session = new RecordingSession(0);
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        assertEquals(Finetuning.End.COMPLETED, new Finetuning(SETTINGS, PLAN, MIXTURE).train(session, recorder));
        assertEquals(8, session.stepsTaken());
        assertEquals(List.of(3, 6, 8), recorder.checkpoints);
        assertEquals(
                IntStream.rangeClosed(1, 8).boxed().toList(),
                recorder.steps.stream().map(StepRecord::step).toList());
        assertEquals(0.01, recorder.steps.get(0).learningRate());
    }

    @Test
    void aResumedRunTakesTheStepsOfTheUnbrokenOne() {
        RecordingSession unbroken = new RecordingSession(0);
        new Finetuning(SETTINGS, PLAN, MIXTURE).train(unbroken, new Recorder(Integer.MAX_VALUE));
        for (int from = 1; from < PLAN.totalSteps(); from++) {
            RecordingSession resumed = new RecordingSession(from);
            new Finetuning(SETTINGS, PLAN, MIXTURE).train(resumed, new Recorder(Integer.MAX_VALUE));
            assertEquals(unbroken.taken.subList(from, PLAN.totalSteps()), resumed.taken, "resumed from step " + from);
        }
    }

    @Test
    void anEpochSplitsIntoMicroBatchesAndTakesEveryExampleOnce() {
        RecordingSession session = new RecordingSession(0);
        new Finetuning(SETTINGS, PLAN, MIXTURE).train(session, new Recorder(Integer.MAX_VALUE));
        assertEquals(List.of(2, 2, 2, 1), session.microBatches.subList(0, 4));
        assertEquals(
                MIXTURE.size(),
                session.examples.subList(0, 4).stream()
                        .mapToInt(Integer::intValue)
                        .sum());
    }

    @Test
    void packingPutsTheSameExamplesOfAStepIntoFewerRows() {
        EncodedMixture long64 = mixture(20, 64);
        RunSettings packing =
                Requests.settings("\"per_device_train_batch_size\": 10, \"max_steps\": 2, \"packing\": true");
        int[] positions = {0, 1, 2, 3};
        TokenBatch plain = long64.batch(positions, SETTINGS.batching());
        TokenBatch packed = long64.batch(positions, packing.batching());
        assertEquals(4, plain.inputIds().length);
        assertEquals(1, packed.inputIds().length);
        assertEquals(plain.lossTokens(), packed.lossTokens());
        RecordingSession session = new RecordingSession(0);
        new Finetuning(packing, RunPlan.of(packing, long64.size()), long64)
                .train(session, new Recorder(Integer.MAX_VALUE));
        assertTrue(session.examples.stream().allMatch(rows -> rows < 10), session.examples.toString());
    }

    @Test
    void itStopsBeforeTheNextStepWhenTheWatcherSaysSo() {
        RecordingSession session = new RecordingSession(0);
        assertEquals(Finetuning.End.STOPPED, new Finetuning(SETTINGS, PLAN, MIXTURE).train(session, new Recorder(5)));
        assertEquals(5, session.stepsTaken());
    }

    @Test
    void itEndsEarlyAtTheNextStepBoundaryWhenTheRunIsToEnd() {
        RecordingSession session = new RecordingSession(0);
        TrainingWatcher untilFour = new TrainingWatcher() {
            @Override
            public boolean continues() {
                return true;
            }

            @Override
            public boolean endsEarly() {
                return session.stepsTaken() >= 4;
            }

            @Override
            public void stepTaken(StepRecord step) {}

            @Override
            public void checkpointDue(TrainingSession at) {}
        };
        assertEquals(Finetuning.End.ENDED_EARLY, new Finetuning(SETTINGS, PLAN, MIXTURE).train(session, untilFour));
        assertEquals(4, session.stepsTaken());
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunWithAdvice() {
        RecordingSession session = new RecordingSession(0);
        session.lossFromStep(4, Double.NaN);
        String message = assertThrows(
                        TrainingDiverged.class,
                        () -> new Finetuning(SETTINGS, PLAN, MIXTURE).train(session, new Recorder(Integer.MAX_VALUE)))
                .getMessage();
        assertTrue(message.contains("step 4") && message.contains("lower learning_rate"), message);
    }

    @Test
    void examplesThatAreTooLongAreCountedAndNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> mixture(20, 15))
                .getMessage();
        assertTrue(message.contains("10 of 20 examples") && message.contains("example-19"), message);
    }

    /** Examples of 6 to 25 tokens. */
    private static EncodedMixture mixture(int examples, int maxLengthTokens) {
        List<TrainingExample> mixture = IntStream.range(0, examples)
                .mapToObj(i -> new TrainingExample(
                        "example-" + i, ExampleClass.UNLABELLED, "", "", ("word" + i + " ").repeat(i + 4)))
                .toList();
        return EncodedMixture.encode(
                mixture, new ExampleEncoder(new CountingTokenizer(), PromptTemplate.PLAIN, maxLengthTokens), 1 << 20);
    }

    private static final class Recorder implements TrainingWatcher {
        private final List<StepRecord> steps = new ArrayList<>();
        private final List<Integer> checkpoints = new ArrayList<>();
        private final int mostSteps;

        Recorder(int mostSteps) {
            this.mostSteps = mostSteps;
        }

        @Override
        public boolean continues() {
            return steps.size() < mostSteps;
        }

        @Override
        public void stepTaken(StepRecord step) {
            steps.add(step);
        }

        @Override
        public void checkpointDue(TrainingSession session) {
            checkpoints.add(session.stepsTaken());
        }
    }
}
