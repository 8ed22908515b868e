package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code config.json} of a Hugging Face model folder, read with suspicion and written so that others can load it. */
final class HuggingFaceConfig {

    static final String FILE = "config.json";

    private static final String ARCHITECTURE = "LlamaForCausalLM";
    private static final List<String> DTYPES = List.of("float32", "float16", "bfloat16");

    private final JsonNode json;
    private final List<String> faults = new ArrayList<>();

    private HuggingFaceConfig(JsonNode json) {
        this.json = json;
    }

    /** @throws UnsupportedModelException with every fault of the file */
    static ModelConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnsupportedModelException(file.toString(), List.of("cannot be read as JSON: " + e.getMessage()));
        }
        if (!json.isObject()) {
            throw new UnsupportedModelException(file.toString(), List.of("is not a JSON object"));
        }
        return new HuggingFaceConfig(json).parse(file);
    }

    /** Writes the file. @throws UncheckedIOException if that fails */
    static void write(ModelConfig config, Path folder) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putArray("architectures").add(ARCHITECTURE);
        json.put("attention_bias", false);
        json.put("attention_dropout", 0.0);
        token(json, "bos_token_id", config.bosTokenId());
        token(json, "eos_token_id", config.eosTokenId());
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("mlp_bias", false);
        json.put("model_type", config.modelType());
        json.put("num_attention_heads", config.numAttentionHeads());
        json.put("num_hidden_layers", config.numHiddenLayers());
        json.put("num_key_value_heads", config.numKeyValueHeads());
        token(json, "pad_token_id", config.padTokenId());
        json.put("rms_norm_eps", config.rmsNormEps());
        json.putNull("rope_scaling");
        json.put("rope_theta", config.ropeTheta());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("use_cache", true);
        json.put("vocab_size", config.vocabSize());
        Path file = folder.resolve(FILE);
        try {
            Files.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private ModelConfig parse(Path file) {
        refuseUnsupported();
        int hiddenSize = required("hidden_size");
        int heads = required("num_attention_heads");
        int headDim = optional("head_dim", heads > 0 ? hiddenSize / heads : 0);
        if (json.path("head_dim").isMissingNode() && heads > 0 && hiddenSize % heads != 0) {
            faults.add("hidden_size " + hiddenSize + " is no multiple of num_attention_heads " + heads
                    + " and head_dim is not given");
        }
        try {
            ModelConfig config = new ModelConfig(
                    ModelConfig.LLAMA,
                    hiddenSize,
                    required("intermediate_size"),
                    required("num_hidden_layers"),
                    heads,
                    optional("num_key_value_heads", heads),
                    headDim,
                    required("vocab_size"),
                    optional("max_position_embeddings", 2048),
                    number("rms_norm_eps", 1e-6),
                    number("rope_theta", 10_000),
                    json.path("tie_word_embeddings").asBoolean(false),
                    tokenId("bos_token_id"),
                    tokenId("eos_token_id"),
                    tokenId("pad_token_id"));
            if (faults.isEmpty()) {
                return config;
            }
        } catch (UnsupportedModelException e) {
            faults.addAll(e.faults());
        }
        throw new UnsupportedModelException(file.toString(), faults);
    }

    private void refuseUnsupported() {
        JsonNode architectures = json.path("architectures");
        if (architectures.size() != 1
                || !ARCHITECTURE.equals(architectures.path(0).asText())) {
            faults.add("architectures " + architectures + " is not supported; supported: [\"" + ARCHITECTURE + "\"]");
        }
        expect("model_type", ModelConfig.LLAMA, List.of(ModelConfig.LLAMA));
        expect("hidden_act", "silu", List.of("silu"));
        expect("torch_dtype", "float32", DTYPES);
        expect("attention_bias", "false", List.of("false"));
        expect("mlp_bias", "false", List.of("false"));
        expect("pretraining_tp", "1", List.of("1"));
        JsonNode scaling = json.path("rope_scaling");
        if (!scaling.isMissingNode() && !scaling.isNull()) {
            faults.add("rope_scaling " + scaling + " is not supported; supported: null");
        }
        if (json.has("quantization_config")) {
            faults.add("quantization_config is not supported; supported: none");
        }
    }

    private void expect(String name, String absent, List<String> supported) {
        JsonNode value = json.path(name);
        String text = value.isMissingNode() || value.isNull() ? absent : value.asText();
        if (!supported.contains(text)) {
            faults.add(name + " '" + text + "' is not supported; supported: " + supported);
        }
    }

    private int required(String name) {
        if (!json.path(name).canConvertToInt() || !json.path(name).isIntegralNumber()) {
            faults.add(name + " " + json.path(name) + " is not a whole number");
            return 2;
        }
        return json.path(name).asInt();
    }

    private int optional(String name, int absent) {
        return json.path(name).isMissingNode() || json.path(name).isNull() ? absent : required(name);
    }

    private double number(String name, double absent) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber()) {
            faults.add(name + " " + value + " is not a number");
            return absent;
        }
        return value.asDouble();
    }

    /** A single id; of a list the first, which is the one that models are trained to end with. */
    private int tokenId(String name) {
        JsonNode value = json.path(name).isArray() ? json.path(name).path(0) : json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return ModelConfig.NO_TOKEN;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            faults.add(name + " " + value + " is not a token id");
            return ModelConfig.NO_TOKEN;
        }
        return value.asInt();
    }

    private static void token(ObjectNode json, String name, int id) {
        if (id == ModelConfig.NO_TOKEN) {
            json.putNull(name);
        } else {
            json.put(name, id);
        }
    }
}
