package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.torch.AdapterFolder;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of answers, held against finite differences. */
class AnswerGradientsIT {

    /** Of the step along a gradient of length 1: larger ones are bent, smaller ones drown in float32. */
    private static final double STEP = 0.02;

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void normsAndProductsAreSlopesAlongTheGradient(Path folder) {
        check(folder, false);
    }

    static List<Path> modelsWithAdapter() {
        return ConformanceData.bundledModels().stream()
                .filter(folder -> Files.isDirectory(folder.resolve("adapter")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("modelsWithAdapter")
    void besideAnAdapterTheyAreThoseOfItsFactors(Path folder) {
        check(folder, true);
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void aModelGivesTheSameAndIsNotChanged(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<WeightedContinuation> margin = margin(model.config());
        List<ContinuationIds> scored =
                margin.stream().map(WeightedContinuation::ids).toList();
        List<ContinuationScore> before = model.logLikelihoods(scored);
        List<GradientComparison> found =
                model.compareGradients(margin, List.of(margin, losses(model.config()), negative(margin)));
        assertEquals(found.get(0).norm(), found.get(0).referenceNorm(), 1e-9);
        assertEquals(1, found.get(0).cosine(), 1e-6);
        assertEquals(-1, found.get(2).cosine(), 1e-5);
        assertTrue(Math.abs(found.get(1).cosine()) < 1, "" + found.get(1).cosine());
        assertEquals(before, model.logLikelihoods(scored));
        assertThrows(IllegalArgumentException.class, () -> model.compareGradients(margin, List.of(List.of())));
    }

    private static void check(Path folder, boolean adapted) {
        ModelConfig config = ModelConfig.read(folder);
        try (NDManager memory = TorchEngine.newManager()) {
            DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
            List<NDArray> weights = ModelFolder.readWeights(memory, folder, config, Precision.FLOAT32);
            AdapterTensors adapter = adapted ? adapter(memory, folder, config, weights) : AdapterTensors.none();
            AnswerGradients gradients = new AnswerGradients(network, config, adapter);
            List<NDArray> arguments = adapter.append(memory, weights);
            List<WeightedContinuation> margin = margin(config);
            List<WeightedContinuation> losses = losses(config);
            List<NDArray> direction = gradients.of(memory, arguments, margin);
            GradientComparison found = gradients
                    .compare(memory, arguments, margin, List.of(losses))
                    .get(0);
            double step = STEP / found.referenceNorm();
            List<NDArray> forward = moved(memory, network, gradients, arguments, direction, step);
            List<NDArray> backward = moved(memory, network, gradients, arguments, direction, -step);
            double expectedNorm = slope(memory, network, config, forward, backward, margin);
            double expectedProduct = slope(memory, network, config, forward, backward, losses);
            assertEquals(expectedNorm, found.referenceNorm(), 0.01 * expectedNorm);
            assertEquals(
                    expectedProduct, found.product() / found.referenceNorm(), 0.01 * Math.abs(expectedProduct) + 2e-4);
        }
    }

    private static AdapterTensors adapter(NDManager memory, Path folder, ModelConfig config, List<NDArray> weights) {
        AdapterFolder.Read read = AdapterFolder.read(memory, folder.resolve("adapter"), config);
        return AdapterTensors.of(
                memory, weights.size(), read.factors(), read.config().scale(), 0);
    }

    /** The arguments with what is trained moved along the direction; value rows of fused arrays stay. */
    private static List<NDArray> moved(
            NDManager memory,
            DecoderNetwork network,
            AnswerGradients gradients,
            List<NDArray> arguments,
            List<NDArray> direction,
            double step) {
        List<NDArray> moved = new ArrayList<>(arguments);
        long[] trained = gradients.trained();
        for (int place = 0; place < trained.length; place++) {
            int at = (int) trained[place];
            if (gradients.isFused(place)) {
                NDArray copy = arguments.get(at).duplicate();
                NDArray rows = network.queryKeyRows(memory, List.of(copy)).get(0);
                network.putQueryKeyRows(
                        List.of(copy), List.of(rows.add(direction.get(place).mul(step))));
                moved.set(at, copy);
            } else {
                moved.set(at, arguments.get(at).add(direction.get(place).mul(step)));
            }
        }
        return moved;
    }

    private static double slope(
            NDManager memory,
            DecoderNetwork network,
            ModelConfig config,
            List<NDArray> forward,
            List<NDArray> backward,
            List<WeightedContinuation> terms) {
        return (sum(memory, network, config, forward, terms) - sum(memory, network, config, backward, terms))
                / (2 * STEP);
    }

    private static double sum(
            NDManager memory,
            DecoderNetwork network,
            ModelConfig config,
            List<NDArray> arguments,
            List<WeightedContinuation> terms) {
        double sum = 0;
        for (WeightedContinuation term : terms) {
            ContinuationScore score = new Scoring(network)
                    .score(memory, arguments, config, List.of(new SharedContexts.Row(0, List.of(term.ids()))))
                    .get(0)
                    .get(0);
            sum += term.weight()
                    * score.tokenLogProbsNats().stream()
                            .mapToDouble(nats -> nats)
                            .average()
                            .orElseThrow();
        }
        return sum;
    }

    /** Of answers of one and of two tokens. */
    private static List<WeightedContinuation> margin(ModelConfig config) {
        Random random = new Random(7);
        List<WeightedContinuation> terms = new ArrayList<>();
        for (int item = 0; item < 3; item++) {
            int[] context = random.ints(8 + 5 * item, 0, config.vocabSize()).toArray();
            terms.add(new WeightedContinuation(
                    new ContinuationIds(context, answer(random, config, 1 + item % 2)), 1 / 3.0));
            terms.add(new WeightedContinuation(new ContinuationIds(context, answer(random, config, 1)), -1 / 3.0));
        }
        return terms;
    }

    private static List<WeightedContinuation> losses(ModelConfig config) {
        Random random = new Random(8);
        List<WeightedContinuation> terms = new ArrayList<>();
        for (int item = 0; item < 4; item++) {
            int[] context = random.ints(6 + 3 * item, 0, config.vocabSize()).toArray();
            terms.add(new WeightedContinuation(new ContinuationIds(context, answer(random, config, 2)), 0.25));
        }
        return terms;
    }

    private static int[] answer(Random random, ModelConfig config, int tokens) {
        return random.ints(tokens, 0, config.vocabSize()).toArray();
    }

    private static List<WeightedContinuation> negative(List<WeightedContinuation> terms) {
        return terms.stream()
                .map(term -> new WeightedContinuation(term.ids(), -term.weight()))
                .toList();
    }
}
