package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationLimitsTest {

    private static final ModelConfig CONFIG = TinyModels.config(32, 4, 2, 8, true);

    private static final int WITHOUT_LIMIT = 1_000_000_000;

    @Test
    void everyRowIsInOnePartAndEveryPartKeepsTheLimits() {
        Random random = new Random(2);
        for (int round = 0; round < 50; round++) {
            TokenBatch batch = TinyModels.batch(random, CONFIG, 1 + random.nextInt(40), 100);
            List<TokenBatch> parts = ActivationLimits.of(500, 200, 20_000).parts(batch);
            assertArrayEquals(sorted(List.of(batch)), sorted(parts));
            for (TokenBatch part : parts) {
                int rows = part.inputIds().length;
                int longest = Arrays.stream(part.inputIds())
                        .mapToInt(row -> row.length - 1)
                        .max()
                        .orElseThrow();
                assertTrue(rows == 1 || rows * longest <= 500, rows + " rows of " + longest + " tokens");
                assertTrue(rows == 1 || part.lossTokens() <= 200, part.lossTokens() + " tokens with loss");
                assertTrue(rows == 1 || rows * longest * longest <= 20_000, rows + " rows of " + longest + " tokens");
            }
        }
    }

    @Test
    void aBatchWithinTheLimitsStaysAsItIs() {
        TokenBatch batch = TinyModels.batch(new Random(3), CONFIG, 6, 20);
        assertSame(
                batch, ActivationLimits.of(120, 120, WITHOUT_LIMIT).parts(batch).get(0));
    }

    @Test
    void packedRowsKeepTheirSegments() {
        Random random = new Random(5);
        List<EncodedExample> examples = Stream.generate(() -> TinyModels.batch(random, CONFIG, 1, 12))
                .limit(9)
                .map(row -> new EncodedExample(row.inputIds()[0], row.labels()[0]))
                .toList();
        TokenBatch packed = TokenBatch.packed(examples, 30);
        List<TokenBatch> parts =
                ActivationLimits.of(1, WITHOUT_LIMIT, WITHOUT_LIMIT).parts(packed);
        assertEquals(packed.inputIds().length, parts.size());
        assertEquals(
                packed.lossTokens(),
                parts.stream().mapToInt(TokenBatch::lossTokens).sum());
    }

    @ParameterizedTest
    @EnumSource
    void partsGiveTheLossAndTheGradientOfTheWhole(Activations activations) {
        TrainingSettings settings = new TrainingSettings(
                new FineTuning.Full(),
                new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1),
                1,
                Precision.FLOAT32,
                activations);
        TokenBatch whole = TinyModels.batch(new Random(3), CONFIG, 12, 40);
        List<TokenBatch> parts = ActivationLimits.of(100, 40, 3000).parts(whole);
        assertTrue(parts.size() > 4, parts.size() + " parts");
        try (TrainingSession one = TrainingSession.fresh(CONFIG, settings);
                TrainingSession many = TrainingSession.fresh(CONFIG, settings)) {
            for (int step = 0; step < 3; step++) {
                StepResult expected = one.step(List.of(whole), 1e-3);
                StepResult found = many.step(parts, 1e-3);
                assertEquals(expected.lossNats(), found.lossNats(), 1e-5 * expected.lossNats());
                assertEquals(expected.gradientNorm(), found.gradientNorm(), 1e-5 * expected.gradientNorm());
                assertEquals(expected.lossTokens(), found.lossTokens());
            }
        }
    }

    @Test
    void aSessionComputesALargeBatchInParts() {
        ModelConfig config = ModelConfig.llama(16, 16, 1, 2, 2, 8, 50, 512, 1e-5, 10_000, true, 1, 2, 0);
        TokenBatch large = TinyModels.batch(new Random(4), config, 40, 512);
        List<TokenBatch> parts =
                ActivationLimits.of(8192, WITHOUT_LIMIT, WITHOUT_LIMIT).parts(large);
        assertTrue(parts.size() > 1, "a large batch is needed here");
        try (TrainingSession one = TrainingSession.fresh(config, TrainingSettings.defaults());
                TrainingSession many = TrainingSession.fresh(config, TrainingSettings.defaults())) {
            assertEquals(many.step(parts, 1e-3), one.step(List.of(large), 1e-3), "the same to the last bit");
        }
    }

    private static String[] sorted(List<TokenBatch> batches) {
        return batches.stream()
                .flatMap(batch -> Arrays.stream(batch.inputIds()))
                .map(Arrays::toString)
                .sorted(Comparator.naturalOrder())
                .toArray(String[]::new);
    }
}
