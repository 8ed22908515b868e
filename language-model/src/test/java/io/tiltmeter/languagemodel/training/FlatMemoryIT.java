package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.ResidentMemory;
import io.tiltmeter.languagemodel.RotaryEmbedding;
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

    private static final ModelConfig NEOX = new ModelConfig(
            Family.GPT_NEOX,
            64,
            256,
            1,
            2,
            2,
            32,
            100,
            256,
            1e-5,
            new RotaryEmbedding(10_000, 8, new RotaryEmbedding.Unscaled()),
            ModelConfig.NO_WINDOW,
            ModelConfig.Residual.PARALLEL,
            true,
            new ModelConfig.SpecialTokenIds(1, List.of(2), 0));

    private static final int LENGTHS = 200;

    /** 64 compiled operations of 2.7 MiB, and as much again. */
    private static final long COMPILED_KIB = 350 * 1024;

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

    /** oneDNN keeps what it compiled for a shape, and each of these lengths is one. Without a limit it is half a gigabyte. */
    @Test
    void batchesOfManyLengthsLeaveLittleBehind() {
        Random random = new Random(1);
        try (TrainingSession session = TrainingSession.fresh(NEOX, TrainingSettings.defaults())) {
            long before = warmedUp(() -> session.step(List.of(sameLengths(random, LENGTHS)), 1e-3));
            for (int length = 1; length < LENGTHS; length++) {
                session.step(List.of(sameLengths(random, length)), 1e-3);
            }
            assertGrowthBelow(COMPILED_KIB, before);
        }
    }

    private static TokenBatch sameLengths(Random random, int length) {
        int[][] rows = new int[8][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = random.ints(length + 1, 0, NEOX.vocabSize()).toArray();
        }
        return new TokenBatch(rows, rows);
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
        assertGrowthBelow(SLACK_KIB, before);
    }

    private static void assertGrowthBelow(long kib, long before) {
        System.gc();
        long grown = ResidentMemory.allKib() - before;
        assertTrue(grown < kib, "resident memory grew by " + grown + " KiB");
    }
}
