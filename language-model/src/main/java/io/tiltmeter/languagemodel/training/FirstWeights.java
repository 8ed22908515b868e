package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.NativeTensors;
import io.tiltmeter.languagemodel.weights.LlamaWeights;
import io.tiltmeter.languagemodel.weights.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws a fresh model's weights; the same seed gives the same weights on every machine. */
final class FirstWeights {

    private FirstWeights() {}

    static List<NDArray> draw(NDManager owner, ModelConfig config, Initialization initialization, long seed) {
        Random random = new Random(seed);
        List<NDArray> arrays = new ArrayList<>();
        for (Weight weight : LlamaWeights.of(config)) {
            float[] numbers = new float[Math.toIntExact(weight.elements())];
            double deviation = switch (weight.role()) {
                case NORM -> 0;
                case EMBEDDING, HEAD -> initialization.embedding(config.hiddenSize());
                case QUERY, KEY, VALUE, GATE, UP -> initialization.reading(config.hiddenSize());
                case ATTENTION_OUTPUT, DOWN ->
                    initialization.writing(Math.toIntExact(weight.shape().get(1)), config.numHiddenLayers());
            };
            if (deviation == 0) {
                Arrays.fill(numbers, 1);
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
