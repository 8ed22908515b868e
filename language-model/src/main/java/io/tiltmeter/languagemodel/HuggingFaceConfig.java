package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.RotaryEmbedding.Scaling;
import java.nio.file.Path;
import java.util.List;

/** {@code config.json} of a Hugging Face model folder, read with suspicion. */
final class HuggingFaceConfig {

    static final String FILE = "config.json";

    private static final List<String> DTYPES = List.of("float32", "float16", "bfloat16");

    private final CheckedJson json;

    private HuggingFaceConfig(CheckedJson json) {
        this.json = json;
    }

    /** @throws UnsupportedModelException with every fault of the file */
    static ModelConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        CheckedJson json = CheckedJson.read(file);
        Family family = Family.ofModelType(json.node("model_type").asText())
                .orElseThrow(() -> new UnsupportedModelException(
                        file.toString(),
                        List.of("model_type " + json.node("model_type") + " with architectures "
                                + json.node("architectures") + " is not supported; supported: " + Family.modelTypes()
                                + " with " + Family.architectures())));
        HuggingFaceConfig config = new HuggingFaceConfig(json);
        return json.whole(() -> family == Family.GPT_NEOX ? config.gptNeox() : config.llama(family));
    }

    private ModelConfig llama(Family family) {
        refuseUnsupported(family);
        json.expect("hidden_act", "silu", List.of("silu"));
        json.expect("attention_bias", "false", List.of("false"));
        json.expect("mlp_bias", "false", List.of("false"));
        json.expect("pretraining_tp", "1", List.of("1"));
        int headDim = headDim();
        int window = family == Family.MISTRAL ? json.optional("sliding_window", ModelConfig.NO_WINDOW) : 0;
        return model(
                family,
                headDim,
                json.optional("num_key_value_heads", json.required("num_attention_heads")),
                json.number("rms_norm_eps", 1e-6),
                rotary(json.number("rope_theta", 10_000), headDim, family),
                window,
                Residual.SERIAL);
    }

    private ModelConfig gptNeox() {
        refuseUnsupported(Family.GPT_NEOX);
        json.expect("hidden_act", "gelu", List.of("gelu"));
        json.expect("attention_bias", "true", List.of("true"));
        int headDim = headDim();
        double share = json.number("rotary_pct", 0.25);
        return model(
                Family.GPT_NEOX,
                headDim,
                json.required("num_attention_heads"),
                json.number("layer_norm_eps", 1e-5),
                rotary(
                        json.number("rotary_emb_base", json.number("rope_theta", 10_000)),
                        (int) (headDim * share),
                        Family.GPT_NEOX),
                ModelConfig.NO_WINDOW,
                json.flag("use_parallel_residual", true) ? Residual.PARALLEL : Residual.SERIAL);
    }

    private ModelConfig model(
            Family family,
            int headDim,
            int keyValueHeads,
            double normEps,
            RotaryEmbedding rotary,
            int window,
            Residual residual) {
        return new ModelConfig(
                family,
                json.required("hidden_size"),
                json.required("intermediate_size"),
                json.required("num_hidden_layers"),
                json.required("num_attention_heads"),
                keyValueHeads,
                headDim,
                json.required("vocab_size"),
                json.optional("max_position_embeddings", 2048),
                normEps,
                rotary,
                window,
                residual,
                json.flag("tie_word_embeddings", false),
                tokenId("bos_token_id"),
                tokenId("eos_token_id"),
                tokenId("pad_token_id"));
    }

    private void refuseUnsupported(Family family) {
        JsonNode architectures = json.node("architectures");
        if (architectures.size() != 1
                || !family.architecture().equals(architectures.path(0).asText())) {
            json.fault("architectures " + architectures + " is not supported with model_type " + family.modelType()
                    + "; supported: [\"" + family.architecture() + "\"]");
        }
        json.expect("torch_dtype", "float32", DTYPES);
        if (!json.isAbsent("quantization_config")) {
            json.fault("quantization_config is not supported; supported: none");
        }
    }

    /** Width of a head: given, or the model's width shared out evenly. */
    private int headDim() {
        int heads = json.required("num_attention_heads");
        int hiddenSize = json.required("hidden_size");
        if (!json.isAbsent("head_dim")) {
            return json.required("head_dim");
        }
        if (heads < 1 || hiddenSize % heads != 0) {
            json.fault("hidden_size " + hiddenSize + " is no multiple of num_attention_heads " + heads
                    + " and head_dim is not given");
            return 2;
        }
        return hiddenSize / heads;
    }

    /** What is impossible is a fault like the others, so that the rest is looked at as well. */
    private RotaryEmbedding rotary(double theta, int dimensions, Family family) {
        try {
            return new RotaryEmbedding(theta, dimensions, scaling(family));
        } catch (UnsupportedModelException e) {
            e.faults().forEach(json::fault);
            return new RotaryEmbedding(10_000, 2, new RotaryEmbedding.Unscaled());
        }
    }

    private Scaling scaling(Family family) {
        if (json.isAbsent("rope_scaling")) {
            return new RotaryEmbedding.Unscaled();
        }
        CheckedJson scaling = json.inside("rope_scaling");
        String type = scaling.node("rope_type").asText(scaling.node("type").asText());
        if (type.equals("default")) {
            return new RotaryEmbedding.Unscaled();
        }
        if (family != Family.LLAMA || !type.equals("llama3")) {
            json.fault("rope_scaling " + json.node("rope_scaling") + " is not supported; supported: null, and for "
                    + Family.LLAMA.modelType() + " rope_type llama3");
            return new RotaryEmbedding.Unscaled();
        }
        return new RotaryEmbedding.Llama3(
                scaling.number("factor", Double.NaN),
                scaling.number("low_freq_factor", Double.NaN),
                scaling.number("high_freq_factor", Double.NaN),
                scaling.required("original_max_position_embeddings"));
    }

    /** A single id; of a list the first, which is the one that models are trained to end with. */
    private int tokenId(String name) {
        JsonNode value = json.node(name).isArray() ? json.node(name).path(0) : json.node(name);
        if (value.isMissingNode() || value.isNull()) {
            return ModelConfig.NO_TOKEN;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            json.fault(name + " " + value + " is not a token id");
            return ModelConfig.NO_TOKEN;
        }
        return value.asInt();
    }
}
