package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The TorchScript texts against the NDArray oracle, on random configurations and weights, in every way of computing them. */
class OracleIT {

    static Stream<Arguments> cases() {
        Random random = new Random(11);
        return Stream.generate(() -> TinyModels.random(random))
                .limit(12)
                .flatMap(config -> Stream.of(9, ModelText.STEPWISE_FLOAT32 + 3)
                        .flatMap(tokens -> rightHere().map(products -> Arguments.of(config, tokens, products))));
    }

    private static Stream<MatrixProducts> rightHere() {
        boolean oneDnnIsWrong = MatrixProducts.isOneDnnWrong(MatrixProducts.cpuinfo());
        return Stream.of(MatrixProducts.values())
                .filter(products -> products != MatrixProducts.ONEDNN || !oneDnnIsWrong);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossLogitsAndGradientsAgree(ModelConfig config, int tokens, MatrixProducts products) {
        Random random = new Random(tokens + config.hiddenSize());
        TokenBatch batch = TinyModels.batch(random, config, 3, tokens);
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> weights = randomWeights(memory, config, random);
            DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32, products);
            int[][] labels = batch.labels();
            ScoredRows rows = ScoredRows.of(config, batch.inputIds(), labels, (row, at) -> labels[row][at] >= 0);
            NDArray ids = padded(memory, batch.inputIds(), 0);
            NdArrayDecoder oracle = new NdArrayDecoder(config, weights);

            NDArray all = oracle.logits(ids).reshape(-1, config.vocabSize());
            long columns = ids.getShape().get(1);
            int[] places = Arrays.stream(rows.rows())
                    .mapToInt(place -> (int) (place / rows.tokens() * columns + place % rows.tokens()))
                    .toArray();
            assertClose("logits", all.get(memory.create(places)), network.logits(memory, weights, rows));

            long[] trained = LongStream.range(0, weights.size()).toArray();
            List<NDArray> expected = gradients(oracle, weights, ids, padded(memory, labels, -100));
            for (Activations activations : Activations.values()) {
                List<NDArray> found =
                        network.gradients(memory, weights, trained, rows, 1.0 / rows.targets().length, activations);
                for (int i = 0; i < expected.size(); i++) {
                    String what =
                            i == 0 ? "loss" : WeightLayout.of(config).get(i - 1).name();
                    assertClose(activations + " " + what, expected.get(i), found.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void attentionOfTheLastTokenAgrees(ModelConfig config, int tokens, MatrixProducts products) {
        Random random = new Random(tokens * 31L + config.hiddenSize());
        int[][] prompts = Stream.generate(
                        () -> random.ints(tokens, 0, config.vocabSize()).toArray())
                .limit(3)
                .toArray(int[][]::new);
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> weights = randomWeights(memory, config, random);
            DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32, products);
            NDArray found = network.attentionOfLast(memory, weights, new LeftPadded(config, prompts, 0));
            List<NDArray> expected = new NdArrayDecoder(config, weights).attentionOfLast(padded(memory, prompts, 0));
            assertEquals(config.numHiddenLayers(), expected.size());
            for (int layer = 0; layer < expected.size(); layer++) {
                assertClose("layer " + layer, expected.get(layer), found.get(layer));
            }
        }
    }

    /** The oracle's loss, then its gradients, by DJL's own collector. */
    private static List<NDArray> gradients(NdArrayDecoder oracle, List<NDArray> weights, NDArray ids, NDArray labels) {
        List<NDArray> found = new ArrayList<>();
        weights.forEach(weight -> weight.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = oracle.loss(ids, labels);
            collector.backward(loss);
            found.add(loss);
            weights.forEach(weight -> found.add(weight.getGradient().duplicate()));
        }
        weights.forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
        return found;
    }

    private static List<NDArray> randomWeights(NDManager memory, ModelConfig config, Random random) {
        List<NDArray> arrays = new ArrayList<>();
        for (Weight weight : WeightLayout.of(config)) {
            float[] numbers = new float[(int) weight.elements()];
            for (int i = 0; i < numbers.length; i++) {
                double draw = random.nextGaussian();
                numbers[i] = (float) (weight.role() == WeightRole.NORM ? 1 + 0.2 * draw : 0.2 * draw);
            }
            arrays.add(NativeTensors.of(memory, weight.shape(), numbers));
        }
        return arrays;
    }

    private static NDArray padded(NDManager memory, int[][] rows, int padding) {
        int longest = Stream.of(rows).mapToInt(row -> row.length).max().orElseThrow();
        long[] flat = new long[rows.length * longest];
        Arrays.fill(flat, padding);
        for (int row = 0; row < rows.length; row++) {
            for (int at = 0; at < rows[row].length; at++) {
                flat[row * longest + at] = rows[row][at];
            }
        }
        return memory.create(flat, new Shape(rows.length, longest));
    }

    private static void assertClose(String what, NDArray expected, NDArray found) {
        float[] a = expected.toFloatArray();
        float[] b = found.toFloatArray();
        assertEquals(a.length, b.length, what);
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-5 * Math.max(1, Math.abs(a[i])), what + " at " + i);
        }
    }
}
