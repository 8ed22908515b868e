package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTrainingIT {

    @TempDir
    Path folder;

    @Test
    void anAdapterScaledByTheRootOfItsRankIsReadBackWithTheSameLoss() throws IOException {
        Path base = ConformanceData.modelsOf(Family.LLAMA).get(0);
        FineTuning lora =
                new FineTuning.Lora(4, 8, AdapterConfig.Scaling.ALPHA_OVER_ROOT_OF_RANK, 0, List.of("all-linear"));
        TokenBatch batch = batch(base);
        double trained;
        try (TrainingSession session = TrainingSession.from(base, settings(lora))) {
            for (int step = 0; step < 10; step++) {
                session.step(List.of(batch), 1e-2);
            }
            session.saveModel(folder.resolve("adapter"));
            trained = session.step(List.of(batch), 0).lossNats();
        }
        assertEquals(4, AdapterConfig.read(folder.resolve("adapter")).scale());
        try (LanguageModel model = LanguageModel.load(base)) {
            model.useAdapter(folder.resolve("adapter"));
            assertEquals(trained, loss(model, batch), 1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aTrainedAdapterIsReadBackBesideItsBaseWithTheSameLoss(Family family) throws IOException {
        Path base = ConformanceData.modelsOf(family).get(0);
        TrainingSettings settings = settings(new FineTuning.Lora(4, 8, 0, List.of("all-linear")));
        double trained;
        TokenBatch batch = batch(base);
        try (TrainingSession session = TrainingSession.from(base, settings)) {
            double first = session.step(List.of(batch), 1e-2).lossNats();
            for (int step = 0; step < 40; step++) {
                session.step(List.of(batch), 1e-2);
            }
            session.saveModel(folder.resolve("adapter"));
            trained = session.step(List.of(batch), 0).lossNats();
            assertTrue(trained < first - 1, "loss fell from " + first + " to " + trained);
        }
        assertEquals(
                base.getFileName().toString(),
                AdapterConfig.read(folder.resolve("adapter")).baseModel());
        try (LanguageModel model = LanguageModel.load(base)) {
            double alone = loss(model, batch);
            model.useAdapter(folder.resolve("adapter"));
            assertEquals(trained, loss(model, batch), 1e-4);
            model.useNoAdapter();
            assertEquals(alone, loss(model, batch));
        }
    }

    @Test
    void dropoutComesFromTheSeedTheStepAndTheMicroBatch() {
        Path base = ConformanceData.modelsOf(Family.LLAMA).get(0);
        double[] losses = new double[4];
        for (int i = 0; i < 4; i++) {
            FineTuning lora = new FineTuning.Lora(4, 8, i == 3 ? 0 : 0.4, List.of("auto"));
            TrainingSettings settings =
                    new TrainingSettings(lora, new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1), i == 2 ? 6 : 5);
            try (TrainingSession session = TrainingSession.from(base, settings)) {
                for (int step = 0; step < 4; step++) {
                    losses[i] = session.step(List.of(batch(base)), 1e-2).lossNats();
                }
            }
        }
        assertEquals(losses[0], losses[1]);
        assertNotEquals(losses[0], losses[2]);
        assertNotEquals(losses[0], losses[3]);
    }

    @Test
    void recomputedLayersDropTheSame() {
        Path base = ConformanceData.modelsOf(Family.GPT_NEOX).get(0);
        double[] losses = new double[2];
        for (Activations activations : Activations.values()) {
            TrainingSettings settings = new TrainingSettings(
                    new FineTuning.Lora(4, 8, 0.3, List.of("all-linear")),
                    new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1),
                    5,
                    Precision.FLOAT32,
                    activations);
            try (TrainingSession session = TrainingSession.from(base, settings)) {
                for (int step = 0; step < 5; step++) {
                    losses[activations.ordinal()] =
                            session.step(List.of(batch(base)), 1e-2).lossNats();
                }
            }
        }
        assertEquals(losses[0], losses[1], 1e-4);
    }

    @Test
    void targetsAreResolvedByFamilyAndUnknownOnesNamedWithTheKnown() {
        ModelConfig llama =
                ModelConfig.read(ConformanceData.modelsOf(Family.LLAMA).get(0));
        ModelConfig neox =
                ModelConfig.read(ConformanceData.modelsOf(Family.GPT_NEOX).get(0));
        assertEquals(List.of("q_proj", "v_proj"), TargetModules.names(llama, List.of("auto")));
        assertEquals(List.of("query_key_value"), TargetModules.names(neox, List.of("auto")));
        assertEquals(7, TargetModules.names(llama, List.of("all-linear")).size());
        assertEquals(4, TargetModules.names(neox, List.of("all-linear")).size());
        assertEquals(
                1, TargetModules.indices(llama, List.of("layers.1.mlp.up_proj")).size());
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> TargetModules.indices(neox, List.of("q_proj", "dense", "lm_head")));
        assertTrue(error.getMessage().contains("[q_proj, lm_head]"), error.getMessage());
        assertTrue(error.getMessage().contains("query_key_value"), error.getMessage());
    }

    @Test
    void theBaseIsNotWrittenTo() throws IOException {
        Path base = ConformanceData.modelsOf(Family.MISTRAL).get(0);
        byte[] before = Files.readAllBytes(base.resolve("model.safetensors"));
        try (TrainingSession session =
                TrainingSession.from(base, settings(new FineTuning.Lora(2, 4, 0, List.of("all-linear"))))) {
            session.step(List.of(batch(base)), 1e-1);
        }
        assertArrayEquals(before, Files.readAllBytes(base.resolve("model.safetensors")));
    }

    private static TrainingSettings settings(FineTuning fineTuning) {
        return new TrainingSettings(fineTuning, new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1), 3);
    }

    private static TokenBatch batch(Path base) {
        return TinyModels.batch(new Random(5), ModelConfig.read(base), 4, 16);
    }

    /** Mean loss of the batch's scored tokens, from likelihoods. */
    private static double loss(LanguageModel model, TokenBatch batch) {
        double sum = 0;
        for (int row = 0; row < batch.inputIds().length; row++) {
            int[] ids = batch.inputIds()[row];
            ContinuationScore score = model.logLikelihoods(
                            List.of(new ContinuationIds(new int[] {ids[0]}, Arrays.copyOfRange(ids, 1, ids.length))))
                    .get(0);
            for (int at = 1; at < ids.length; at++) {
                sum -= batch.isScored(row, at) ? score.tokenLogProbsNats().get(at - 1) : 0;
            }
        }
        return sum / batch.lossTokens();
    }
}
