package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import java.util.List;

/** Llama: no projection has a bias. */
final class LlamaFamily implements FamilyDefinition {

    @Override
    public String title() {
        return "Llama";
    }

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public String script() {
        return "llama";
    }

    @Override
    public ModelConfig read(HuggingFaceConfig config) {
        return read(config, ModelConfig.NO_WINDOW);
    }

    /** For families that differ in the window only. */
    static ModelConfig read(HuggingFaceConfig config, int slidingWindow) {
        CheckedJson json = config.json();
        json.expect("hidden_act", "silu", List.of("silu"));
        json.expect("attention_bias", "false", List.of("false"));
        json.expect("mlp_bias", "false", List.of("false"));
        json.expect("pretraining_tp", "1", List.of("1"));
        int headDim = config.headDim();
        return config.model(
                headDim,
                json.optional("num_key_value_heads", json.required("num_attention_heads")),
                json.number("rms_norm_eps", 1e-6),
                RotarySettings.read(json, headDim, 1, false),
                slidingWindow,
                Residual.SERIAL);
    }

    @Override
    public void write(ModelConfig config, ObjectNode json) {
        writeShared(config, json);
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
    }

    static void writeShared(ModelConfig config, ObjectNode json) {
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("num_key_value_heads", config.numKeyValueHeads());
        json.put("rms_norm_eps", config.normEps());
        json.put("rope_theta", config.rotary().theta());
        RotarySettings.write(config.rotary(), config.headDim(), json);
    }

    @Override
    public String embedding() {
        return "model.embed_tokens";
    }

    @Override
    public String head() {
        return "lm_head";
    }

    @Override
    public List<Weight> layer(ModelConfig config, int layer) {
        long hidden = config.hiddenSize();
        long feedForward = config.intermediateSize();
        long queries = config.attentionWidth();
        long keys = (long) config.numKeyValueHeads() * config.headDim();
        String in = "model.layers." + layer + ".";
        return List.of(
                Weight.norm(in + "input_layernorm", hidden),
                Weight.matrix(in + "self_attn.q_proj", WeightRole.QUERY, queries, hidden),
                Weight.matrix(in + "self_attn.k_proj", WeightRole.KEY, keys, hidden),
                Weight.matrix(in + "self_attn.v_proj", WeightRole.VALUE, keys, hidden),
                Weight.matrix(in + "self_attn.o_proj", WeightRole.ATTENTION_OUTPUT, hidden, queries),
                Weight.norm(in + "post_attention_layernorm", hidden),
                Weight.matrix(in + "mlp.gate_proj", WeightRole.GATE, feedForward, hidden),
                Weight.matrix(in + "mlp.up_proj", WeightRole.UP, feedForward, hidden),
                Weight.matrix(in + "mlp.down_proj", WeightRole.DOWN, hidden, feedForward));
    }

    @Override
    public List<Weight> lastNorm(ModelConfig config) {
        return List.of(Weight.norm("model.norm", config.hiddenSize()));
    }

    @Override
    public boolean isBuffer(String tensor) {
        return tensor.endsWith(".rotary_emb.inv_freq");
    }
}
