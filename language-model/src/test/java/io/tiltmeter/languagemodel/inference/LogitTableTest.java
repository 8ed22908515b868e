package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model whose logits are a given table: after token {@code i} they are row {@code i}, whatever comes before. Each
 * pair of tokens has a logit that no other pair has, so a score that reads one place too early or too late, or another
 * row's, is another number.
 */
class LogitTableTest {

    private static final int VOCABULARY = 32;
    private static final double TOLERANCE_NATS = 1e-4;

    /** Minimum change of each token's score by a slice that is off by one; far more than rounding. */
    private static final double MIN_DIFFERENCE_NATS = 0.01;

    /** (V, V) logits, in [-4, 4]; all different. */
    private static final double[][] LOGITS = logits();

    @TempDir
    Path folder;

    private LanguageModel model;

    @BeforeEach
    void load() throws IOException {
        ModelConfig config =
                ModelConfig.llama(VOCABULARY, 16, 2, 2, 2, 16, VOCABULARY, 64, 1e-6, 10_000, false, 1, 2, 0);
        SafetensorsWriter writer = new SafetensorsWriter();
        for (Weight weight : WeightLayout.of(config)) {
            writer.add(weight.name(), weight.shape(), () -> numbers(weight));
        }
        writer.write(folder.resolve("model.safetensors"));
        config.write(folder);
        model = LanguageModel.load(folder);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void everyTokenOfAContinuationIsScoredAfterTheTokenBeforeIt() {
        List<ContinuationIds> requests = requests();
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        for (int i = 0; i < requests.size(); i++) {
            assertScored(requests.get(i), scores.get(i));
            assertScored(
                    requests.get(i),
                    model.logLikelihoods(List.of(requests.get(i))).get(0));
        }
    }

    @Test
    void aSliceThatIsOffByOneIsAnotherNumber() {
        for (ContinuationIds request : requests()) {
            int[] ids = whole(request);
            int from = request.contextIds().length;
            for (int at = from; at < ids.length; at++) {
                double right = logProb(ids[at - 1], ids[at]);
                assertOther(right, logProb(ids[at], ids[at]));
                if (at >= 2) {
                    assertOther(right, logProb(ids[at - 2], ids[at - 1]));
                    assertOther(right, logProb(ids[at - 2], ids[at]));
                }
                if (at + 1 < ids.length) {
                    assertOther(right, logProb(ids[at], ids[at + 1]));
                }
            }
        }
    }

    @Test
    void lossIsThatOfTheLabelledTokensAfterTheirPredecessors() {
        List<EncodedExample> examples = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        for (ContinuationIds request : requests()) {
            int[] ids = whole(request);
            int from = request.contextIds().length;
            int[] labels = ids.clone();
            Arrays.fill(labels, 0, from, EncodedExample.IGNORED);
            examples.add(new EncodedExample(ids, labels));
            expected.add(-IntStream.range(from, ids.length)
                    .mapToDouble(at -> logProb(ids[at - 1], ids[at]))
                    .average()
                    .orElseThrow());
        }
        List<Double> losses = model.meanLosses(examples);
        for (int i = 0; i < losses.size(); i++) {
            assertEquals(expected.get(i), losses.get(i), TOLERANCE_NATS, "example " + i);
        }
    }

    private static void assertScored(ContinuationIds request, ContinuationScore score) {
        int[] ids = whole(request);
        int from = request.contextIds().length;
        assertEquals(request.continuationIds().length, score.tokenLogProbsNats().size());
        double sum = 0;
        boolean greedy = true;
        for (int at = from; at < ids.length; at++) {
            double expected = logProb(ids[at - 1], ids[at]);
            assertEquals(expected, score.tokenLogProbsNats().get(at - from), TOLERANCE_NATS, request + ", place " + at);
            sum += expected;
            double[] row = LOGITS[ids[at - 1]];
            greedy &= row[ids[at]] == Arrays.stream(row).max().orElseThrow();
        }
        assertEquals(sum, score.logLikelihoodNats(), (ids.length - from) * TOLERANCE_NATS);
        assertEquals(greedy, score.isGreedy());
    }

    private static void assertOther(double right, double wrong) {
        assertTrue(Math.abs(right - wrong) > MIN_DIFFERENCE_NATS, right + " and " + wrong + " are too close to tell");
    }

    /** Contexts and continuations of many lengths, several continuations of one context, and one that is all first choices. */
    private static List<ContinuationIds> requests() {
        List<ContinuationIds> requests = new ArrayList<>();
        Random random = new Random(4);
        for (int length : new int[] {1, 2, 5, 5, 11, 20}) {
            int[] context = distinct(random, length, -1);
            for (int continuation : new int[] {1, 1, 2, 7}) {
                requests.add(new ContinuationIds(context, distinct(random, continuation, context[length - 1])));
            }
        }
        int first = firstChoice(3);
        requests.add(new ContinuationIds(new int[] {9, 3}, new int[] {first, firstChoice(first)}));
        return requests;
    }

    /** No token twice, so that no two neighbouring pairs are the same. */
    private static int[] distinct(Random random, int length, int but) {
        return random.ints(0, VOCABULARY)
                .filter(id -> id != but)
                .distinct()
                .limit(length)
                .toArray();
    }

    private static int firstChoice(int token) {
        return IntStream.range(0, VOCABULARY)
                .reduce((a, b) -> LOGITS[token][b] > LOGITS[token][a] ? b : a)
                .orElseThrow();
    }

    private static int[] whole(ContinuationIds request) {
        return IntStream.concat(Arrays.stream(request.contextIds()), Arrays.stream(request.continuationIds()))
                .toArray();
    }

    private static double logProb(int token, int id) {
        double sum = Arrays.stream(LOGITS[token]).map(Math::exp).sum();
        return LOGITS[token][id] - Math.log(sum);
    }

    private static double[][] logits() {
        List<Double> levels = new ArrayList<>();
        int pairs = VOCABULARY * VOCABULARY;
        for (int i = 0; i < pairs; i++) {
            levels.add(-4 + 8.0 * i / (pairs - 1));
        }
        Collections.shuffle(levels, new Random(2));
        double[][] logits = new double[VOCABULARY][VOCABULARY];
        for (int i = 0; i < pairs; i++) {
            logits[i / VOCABULARY][i % VOCABULARY] = levels.get(i);
        }
        return logits;
    }

    /**
     * Embeddings are axes and layers add nothing to them; the last norm makes them {@code sqrt(V)} long, which the head
     * takes back.
     */
    private static ByteBuffer numbers(Weight weight) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(4 * weight.elements())).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < weight.elements(); at++) {
            int row = at / VOCABULARY;
            int column = at % VOCABULARY;
            bytes.putFloat((float)
                    switch (weight.role()) {
                        case EMBEDDING -> row == column ? 8 : 0;
                        case HEAD -> LOGITS[column][row] / Math.sqrt(VOCABULARY);
                        case NORM -> 1;
                        default -> 0;
                    });
        }
        return bytes.flip();
    }
}
