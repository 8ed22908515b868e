package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

class TrainingSessionIT {

    private static final ModelConfig CONFIG = TinyModels.config(32, 4, 2, 8, true);

    @TempDir
    Path folder;

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws IOException {
        for (String name : List.of("first", "again")) {
            try (TrainingSession session = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()))) {
                steps(session, 0, 3);
                save(session, name);
            }
        }
        TrainingSettings other =
                new TrainingSettings(new FineTuning.Full(), new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1), 8);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, other)) {
            steps(session, 0, 3);
            save(session, "other");
        }
        assertArrayEquals(bytes("first", "model.safetensors"), bytes("again", "model.safetensors"));
        assertFalse(Arrays.equals(bytes("first", "model.safetensors"), bytes("other", "model.safetensors")));
    }

    @Test
    void microBatchesGiveTheStepOfTheWholeBatchHoweverTheyAreSplit() {
        TokenBatch whole = TinyModels.batch(new Random(3), CONFIG, 6, 20);
        List<TokenBatch> parts = List.of(rows(whole, 0, 1), rows(whole, 1, 4), rows(whole, 4, 6));
        try (TrainingSession one = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()));
                TrainingSession many = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()))) {
            for (int step = 0; step < 3; step++) {
                StepResult expected = one.step(List.of(whole), 1e-3);
                StepResult found = many.step(parts, 1e-3);
                assertEquals(expected.lossNats(), found.lossNats(), 1e-5);
                assertEquals(expected.gradientNorm(), found.gradientNorm(), 1e-5 * expected.gradientNorm());
                assertEquals(expected.lossTokens(), found.lossTokens());
                assertEquals(whole.tokens(), found.tokens());
            }
        }
    }

    @Test
    void aBatchIsMemorised() {
        TokenBatch batch = TinyModels.batch(new Random(4), CONFIG, 4, 12);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()))) {
            double first = session.step(List.of(batch), 1e-2).lossNats();
            for (int step = 0; step < 150; step++) {
                session.step(List.of(batch), 1e-2);
            }
            double last = session.step(List.of(batch), 0).lossNats();
            assertTrue(first > 3 && last < 0.3, "loss fell from " + first + " to " + last + " only");
        }
    }

    @Test
    void finetuningStartsFromTheWeightsThatWereSaved() {
        TokenBatch batch = TinyModels.batch(new Random(5), CONFIG, 4, 12);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()))) {
            steps(session, 0, 4);
            session.saveModel(folder.resolve("base"));
            double expected = session.step(List.of(batch), 0).lossNats();
            try (TrainingSession next =
                    TrainingSession.from(folder.resolve("base"), settings(new FineTuning.QueryKeyOnly()))) {
                assertEquals(0, next.stepsTaken());
                assertEquals(CONFIG, next.config());
                assertEquals(expected, next.step(List.of(batch), 0).lossNats());
            }
        }
    }

    @Test
    void aStateOfOtherSettingsOrAnotherStepIsRefusedWithEveryDifference() {
        TrainingSettings saved = settings(new FineTuning.Full());
        try (TrainingSession session = TrainingSession.fresh(CONFIG, saved)) {
            steps(session, 0, 2);
            session.saveTrainingState(folder.resolve("state"));
            steps(session, 2, 3);
            session.saveModel(folder.resolve("model"));
        }
        TrainingSettings now =
                new TrainingSettings(new FineTuning.Full(), new RunSettings.Optimizer(0.1, 0.9, 0.98, 1e-8, 2), 7);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> TrainingSession.resume(folder.resolve("model"), folder.resolve("state"), now));
        for (String part : List.of("weight_decay was 0.05 and is now 0.1", "max_grad_norm", "after 3 steps")) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void trainingInBfloat16FollowsFloat32(Family family) {
        Path base = ConformanceData.modelsOf(family).get(0);
        TokenBatch batch = TinyModels.batch(new Random(4), ModelConfig.read(base), 4, 24);
        TrainingSettings narrow = new TrainingSettings(
                new FineTuning.Full(),
                new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1),
                7,
                Precision.BFLOAT16,
                Activations.KEPT);
        try (TrainingSession exact = TrainingSession.from(base, TrainingSettings.defaults());
                TrainingSession rounded = TrainingSession.from(base, narrow)) {
            for (int step = 0; step < 30; step++) {
                StepResult expected = exact.step(List.of(batch), 3e-3);
                StepResult found = rounded.step(List.of(batch), 3e-3);
                assertEquals(expected.lossNats(), found.lossNats(), 0.02 * expected.lossNats() + 0.02, "step " + step);
                assertNotEquals(expected.lossNats(), found.lossNats(), "nothing was rounded");
            }
        }
    }

    @Test
    void aBatchWithoutAScoredTokenOrWithUnknownTokensIsRefused() {
        try (TrainingSession session = TrainingSession.fresh(CONFIG, settings(new FineTuning.Full()))) {
            for (TokenBatch wrong : List.of(
                    new TokenBatch(new int[][] {{1, 2}}, new int[][] {{1, -100}}),
                    new TokenBatch(new int[][] {{1, 40}}, new int[][] {{-100, 4}}),
                    new TokenBatch(new int[][] {{1, 4}}, new int[][] {{-100, -7}}),
                    new TokenBatch(new int[][] {new int[66]}, new int[][] {new int[66]}))) {
                assertThrows(IllegalArgumentException.class, () -> session.step(List.of(wrong), 1e-3));
            }
            assertEquals(0, session.stepsTaken());
        }
    }

    private static TrainingSettings settings(FineTuning type) {
        return new TrainingSettings(type, new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1), 7);
    }

    private static void steps(TrainingSession session, int from, int to) {
        for (int step = from; step < to; step++) {
            Random random = new Random(step);
            session.step(
                    List.of(TinyModels.batch(random, CONFIG, 4, 16), TinyModels.batch(random, CONFIG, 2, 9)),
                    1e-2 / (step + 1));
        }
    }

    private static TokenBatch rows(TokenBatch batch, int from, int to) {
        return new TokenBatch(
                Arrays.copyOfRange(batch.inputIds(), from, to), Arrays.copyOfRange(batch.labels(), from, to));
    }

    private void save(TrainingSession session, String name) {
        session.saveModel(folder.resolve(name));
        session.saveTrainingState(folder.resolve(name));
    }

    private byte[] bytes(String name, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve(file));
    }
}
