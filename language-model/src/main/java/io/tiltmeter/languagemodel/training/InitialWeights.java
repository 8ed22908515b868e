package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import io.tiltmeter.languagemodel.torch.NativeTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws the weights of a new model; the same seed gives the same weights on every machine. */
final class InitialWeights {

    private InitialWeights() {}

    static List<NDArray> draw(NDManager owner, ModelConfig config, Initialization initialization, long seed) {
        Random random = new Random(seed);
        List<NDArray> arrays = new ArrayList<>();
        for (Weight weight : WeightLayout.of(config)) {
            float[] numbers = new float[Math.toIntExact(weight.elements())];
            double deviation = switch (weight.role()) {
                case NORM, BIAS, QUERY_KEY_VALUE_BIAS -> 0;
                case EMBEDDING, HEAD -> initialization.embedding(config.hiddenSize());
                case QUERY, KEY, VALUE, QUERY_KEY_VALUE, GATE, UP ->
                    initialization.inputProjection(config.hiddenSize());
                case ATTENTION_OUTPUT, DOWN ->
                    initialization.outputProjection(
                            Math.toIntExact(weight.shape().get(1)), config.numHiddenLayers());
                case LOW_RANK -> throw new IllegalStateException("a layout has no adapters");
            };
            if (deviation == 0) {
                Arrays.fill(numbers, weight.role() == WeightRole.NORM ? 1 : 0);
            } else {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (float) (deviation * random.nextGaussian());
                }
            }
            arrays.add(NativeTensors.of(owner, weight.shape(), numbers));
        }
        return arrays;
    }
}
