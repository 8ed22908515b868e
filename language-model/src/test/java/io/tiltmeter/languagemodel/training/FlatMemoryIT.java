package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.ResidentMemory;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand steps, and as many answers, do not increase native memory. */
class FlatMemoryIT {

    private static final ModelConfig CONFIG =
            ModelConfig.llama(64, 128, 1, 2, 2, 32, 100, 16, 1e-5, 10_000, true, 1, 2, 0);

    /** What the Java compiler may still use; one leaked set of gradients a step would be 180 MiB. */
    private static final long SLACK_KIB = 32 * 1024;

    @TempDir
    Path folder;

    @Test
    void aThousandStepsLeaveNothingBehind() {
        TokenBatch batch = TinyModels.batch(new Random(1), CONFIG, 2, 8);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, TrainingSettings.defaults())) {
            Runnable step = () -> session.step(List.of(batch), 1e-3);
            assertFlat(step, ((TorchTrainingSession) session).memory());
        }
    }

    @Test
    void aThousandStepsOfAnAdapterInBfloat16LeaveNothingBehind() {
        TokenBatch batch = TinyModels.batch(new Random(1), CONFIG, 2, 8);
        TrainingSettings settings = new TrainingSettings(
                new FineTuning.Lora(2, 4, 0.1, List.of("all-linear")),
                new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1),
                1,
                Precision.BFLOAT16,
                Activations.RECOMPUTED);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, settings)) {
            Runnable step = () -> session.step(List.of(batch), 1e-3);
            assertFlat(step, ((TorchTrainingSession) session).memory());
        }
    }

    @Test
    void aThousandAnswersLeaveNothingBehind() {
        try (TrainingSession session = TrainingSession.fresh(CONFIG, TrainingSettings.defaults())) {
            session.saveModel(folder);
        }
        try (LanguageModel model = LanguageModel.load(folder)) {
            List<int[]> prompts = List.of(new int[] {1, 5}, new int[] {1, 8});
            long before = warmedUp(() -> model.generateGreedily(prompts, 2, 2));
            for (int i = 0; i < 1000; i++) {
                model.generateGreedily(prompts, 2, 2);
            }
            assertNoGrowth(before);
        }
    }

    private static void assertFlat(Runnable step, NDManager memory) {
        long before = warmedUp(step);
        int arrays = memory.getManagedArrays().size();
        for (int i = 0; i < 1000; i++) {
            step.run();
        }
        assertEquals(arrays, memory.getManagedArrays().size(), "arrays held by the session");
        assertNoGrowth(before);
    }

    private static long warmedUp(Runnable work) {
        for (int i = 0; i < 200; i++) {
            work.run();
        }
        System.gc();
        return ResidentMemory.allKib();
    }

    private static void assertNoGrowth(long before) {
        System.gc();
        long grown = ResidentMemory.allKib() - before;
        assertTrue(grown < SLACK_KIB, "resident memory grew by " + grown + " KiB in 1,000 calls");
    }
}
