package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/** The weights of a GPT-NeoX model; every projection but the head has a bias, and every norm. */
final class GptNeoxWeights {

    static final int IN_LAYER = 12;

    private GptNeoxWeights() {}

    static List<Weight> of(ModelConfig config) {
        long hidden = config.hiddenSize();
        long feedForward = config.intermediateSize();
        long attention = config.attentionWidth();
        List<Weight> weights = new ArrayList<>();
        weights.add(matrix("gpt_neox.embed_in", WeightRole.EMBEDDING, config.vocabSize(), hidden));
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String in = "gpt_neox.layers." + layer + ".";
            norm(weights, in + "input_layernorm", hidden);
            weights.add(matrix(in + "attention.query_key_value", WeightRole.QUERY_KEY_VALUE, 3 * attention, hidden));
            weights.add(bias(in + "attention.query_key_value", WeightRole.QUERY_KEY_VALUE_BIAS, 3 * attention));
            weights.add(matrix(in + "attention.dense", WeightRole.ATTENTION_OUTPUT, hidden, attention));
            weights.add(bias(in + "attention.dense", WeightRole.BIAS, hidden));
            norm(weights, in + "post_attention_layernorm", hidden);
            weights.add(matrix(in + "mlp.dense_h_to_4h", WeightRole.UP, feedForward, hidden));
            weights.add(bias(in + "mlp.dense_h_to_4h", WeightRole.BIAS, feedForward));
            weights.add(matrix(in + "mlp.dense_4h_to_h", WeightRole.DOWN, hidden, feedForward));
            weights.add(bias(in + "mlp.dense_4h_to_h", WeightRole.BIAS, hidden));
        }
        norm(weights, "gpt_neox.final_layer_norm", hidden);
        if (!config.tieWordEmbeddings()) {
            weights.add(matrix("embed_out", WeightRole.HEAD, config.vocabSize(), hidden));
        }
        return List.copyOf(weights);
    }

    private static Weight matrix(String name, WeightRole role, long out, long in) {
        return new Weight(name + ".weight", role, List.of(out, in));
    }

    private static Weight bias(String name, WeightRole role, long size) {
        return new Weight(name + ".bias", role, List.of(size));
    }

    private static void norm(List<Weight> weights, String name, long size) {
        weights.add(new Weight(name + ".weight", WeightRole.NORM, List.of(size)));
        weights.add(bias(name, WeightRole.BIAS, size));
    }
}
