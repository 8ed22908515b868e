package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.EncodedExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackingTest {

    @Test
    void rowsAreFilledAndExamplesStayWholeAndInOrder() {
        List<EncodedExample> examples = IntStream.of(3, 7, 2, 9, 1, 4)
                .mapToObj(length -> example(new Random(length), length, 20))
                .toList();
        TokenBatch batch = TokenBatch.packed(examples, 10);
        assertEquals(List.of(10, 6, 10), lengths(batch)); // 3 + 7, 2 + 4, 9 + 1
        assertArrayEquals(examples.get(1).inputIds(), slice(batch.inputIds()[0], 3, 10));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, batch.segments()[2]);
    }

    @Test
    void anExampleLongerThanARowHasOneOfItsOwn() {
        TokenBatch batch =
                TokenBatch.packed(List.of(example(new Random(1), 12, 20), example(new Random(2), 3, 20)), 10);
        assertEquals(List.of(12, 3), lengths(batch));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aPackedStepIsTheStepOfTheExamplesInRowsOfTheirOwn(Family family) {
        Path model = ConformanceData.modelsOf(family).get(0);
        ModelConfig config = ModelConfig.read(model);
        Random random = new Random(9);
        List<EncodedExample> examples = new ArrayList<>();
        for (int length : new int[] {5, 17, 9, 30, 2, 11}) {
            examples.add(example(random, length, config.vocabSize()));
        }
        TokenBatch packed = TokenBatch.packed(examples, 32);
        assertTrue(packed.inputIds().length < examples.size(), "nothing was packed");
        try (TrainingSession plain = TrainingSession.from(model, TrainingSettings.defaults());
                TrainingSession dense = TrainingSession.from(model, TrainingSettings.defaults())) {
            for (int step = 0; step < 3; step++) {
                StepResult expected = plain.step(List.of(TokenBatch.of(examples)), 1e-3);
                StepResult found = dense.step(List.of(packed), 1e-3);
                assertEquals(expected.lossNats(), found.lossNats(), 2e-5);
                assertEquals(expected.gradientNorm(), found.gradientNorm(), 5e-5 * expected.gradientNorm());
                assertEquals(expected.lossTokens(), found.lossTokens());
                assertEquals(expected.tokens(), found.tokens());
            }
        }
    }

    /** A document: every token has a label, the first of an example too, which nothing predicts. */
    private static EncodedExample example(Random random, int length, int vocabSize) {
        int[] ids = random.ints(length, 0, vocabSize).toArray();
        return new EncodedExample(ids, ids);
    }

    private static List<Integer> lengths(TokenBatch batch) {
        return List.of(batch.inputIds()).stream().map(row -> row.length).toList();
    }

    private static int[] slice(int[] row, int from, int to) {
        return Arrays.copyOfRange(row, from, to);
    }
}
