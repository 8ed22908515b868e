package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.List;

/** The weights of a model in the order in which its TorchScript text takes them. */
public final class WeightLayout {

    private WeightLayout() {}

    public static List<Weight> of(ModelConfig config) {
        return config.family() == Family.GPT_NEOX ? GptNeoxWeights.of(config) : LlamaWeights.of(config);
    }

    /** Weights before the first layer: the embedding. */
    public static int beforeLayers() {
        return 1;
    }

    /** Weights of one layer. */
    public static int inLayer(ModelConfig config) {
        return config.family() == Family.GPT_NEOX ? GptNeoxWeights.IN_LAYER : LlamaWeights.IN_LAYER;
    }

    /**
     * Whether a tensor that is in the file but not in the layout may be passed over: what old files carry and what is
     * computed anyway.
     */
    public static boolean isPassedOver(ModelConfig config, String name) {
        if (config.tieWordEmbeddings() && name.equals(headName(config))) {
            return true; // a copy of the embedding
        }
        return name.endsWith(".rotary_emb.inv_freq")
                || config.family() == Family.GPT_NEOX
                        && (name.endsWith(".attention.bias") || name.endsWith(".attention.masked_bias"));
    }

    private static String headName(ModelConfig config) {
        return (config.family() == Family.GPT_NEOX ? "embed_out" : "lm_head") + ".weight";
    }
}
