package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/** The weights of a Llama or Mistral model; no projection has a bias. */
final class LlamaWeights {

    static final int IN_LAYER = 9;

    private LlamaWeights() {}

    static List<Weight> of(ModelConfig config) {
        long hidden = config.hiddenSize();
        long feedForward = config.intermediateSize();
        long queries = config.attentionWidth();
        long keys = (long) config.numKeyValueHeads() * config.headDim();
        List<Weight> weights = new ArrayList<>();
        weights.add(matrix("model.embed_tokens", WeightRole.EMBEDDING, config.vocabSize(), hidden));
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String in = "model.layers." + layer + ".";
            weights.add(norm(in + "input_layernorm", hidden));
            weights.add(matrix(in + "self_attn.q_proj", WeightRole.QUERY, queries, hidden));
            weights.add(matrix(in + "self_attn.k_proj", WeightRole.KEY, keys, hidden));
            weights.add(matrix(in + "self_attn.v_proj", WeightRole.VALUE, keys, hidden));
            weights.add(matrix(in + "self_attn.o_proj", WeightRole.ATTENTION_OUTPUT, hidden, queries));
            weights.add(norm(in + "post_attention_layernorm", hidden));
            weights.add(matrix(in + "mlp.gate_proj", WeightRole.GATE, feedForward, hidden));
            weights.add(matrix(in + "mlp.up_proj", WeightRole.UP, feedForward, hidden));
            weights.add(matrix(in + "mlp.down_proj", WeightRole.DOWN, hidden, feedForward));
        }
        weights.add(norm("model.norm", hidden));
        if (!config.tieWordEmbeddings()) {
            weights.add(matrix("lm_head", WeightRole.HEAD, config.vocabSize(), hidden));
        }
        return List.copyOf(weights);
    }

    private static Weight matrix(String name, WeightRole role, long out, long in) {
        return new Weight(name + ".weight", role, List.of(out, in));
    }

    private static Weight norm(String name, long size) {
        return new Weight(name + ".weight", WeightRole.NORM, List.of(size));
    }
}
