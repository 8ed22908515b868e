package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import java.util.List;

/** GPT-NeoX: every norm and every projection but the output head has a bias. */
final class GptNeoxFamily implements FamilyDefinition {

    @Override
    public String title() {
        return "GPT-NeoX";
    }

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public String architecture() {
        return "GPTNeoXForCausalLM";
    }

    @Override
    public String script() {
        return "gptneox";
    }

    @Override
    public ModelConfig read(HuggingFaceConfig config) {
        CheckedJson json = config.json();
        json.expect("hidden_act", "gelu", List.of("gelu"));
        json.expect("attention_bias", "true", List.of("true"));
        int headDim = config.headDim();
        return config.model(
                headDim,
                json.required("num_attention_heads"),
                json.number("layer_norm_eps", 1e-5),
                RotarySettings.read(json, headDim, 0.25, true),
                ModelConfig.NO_WINDOW,
                json.flag("use_parallel_residual", true) ? Residual.PARALLEL : Residual.SERIAL);
    }

    @Override
    public void write(ModelConfig config, ObjectNode json) {
        json.put("attention_bias", true);
        json.put("hidden_act", "gelu");
        json.put("hidden_dropout", 0.0);
        json.put("layer_norm_eps", config.normEps());
        json.put("rotary_emb_base", config.rotary().theta());
        json.put("rotary_pct", RotarySettings.share(config.rotary(), config.headDim()));
        RotarySettings.write(config.rotary(), config.headDim(), json);
        json.put("use_parallel_residual", config.residual() == Residual.PARALLEL);
    }

    @Override
    public String embedding() {
        return "gpt_neox.embed_in";
    }

    @Override
    public String head() {
        return "embed_out";
    }

    @Override
    public List<Weight> layer(ModelConfig config, int layer) {
        long hidden = config.hiddenSize();
        long feedForward = config.intermediateSize();
        long attention = config.attentionWidth();
        String in = "gpt_neox.layers." + layer + ".";
        return List.of(
                Weight.norm(in + "input_layernorm", hidden),
                Weight.bias(in + "input_layernorm", WeightRole.BIAS, hidden),
                Weight.matrix(in + "attention.query_key_value", WeightRole.QUERY_KEY_VALUE, 3 * attention, hidden),
                Weight.bias(in + "attention.query_key_value", WeightRole.QUERY_KEY_VALUE_BIAS, 3 * attention),
                Weight.matrix(in + "attention.dense", WeightRole.ATTENTION_OUTPUT, hidden, attention),
                Weight.bias(in + "attention.dense", WeightRole.BIAS, hidden),
                Weight.norm(in + "post_attention_layernorm", hidden),
                Weight.bias(in + "post_attention_layernorm", WeightRole.BIAS, hidden),
                Weight.matrix(in + "mlp.dense_h_to_4h", WeightRole.UP, feedForward, hidden),
                Weight.bias(in + "mlp.dense_h_to_4h", WeightRole.BIAS, feedForward),
                Weight.matrix(in + "mlp.dense_4h_to_h", WeightRole.DOWN, hidden, feedForward),
                Weight.bias(in + "mlp.dense_4h_to_h", WeightRole.BIAS, hidden));
    }

    @Override
    public List<Weight> lastNorm(ModelConfig config) {
        return List.of(
                Weight.norm("gpt_neox.final_layer_norm", config.hiddenSize()),
                Weight.bias("gpt_neox.final_layer_norm", WeightRole.BIAS, config.hiddenSize()));
    }

    @Override
    public boolean isBuffer(String tensor) {
        return tensor.endsWith(".rotary_emb.inv_freq")
                || tensor.endsWith(".attention.bias")
                || tensor.endsWith(".attention.masked_bias");
    }
}
