package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.ModelConfig.SpecialTokenIds;
import io.tiltmeter.languagemodel.RotaryEmbedding.Llama3;
import io.tiltmeter.languagemodel.RotaryEmbedding.Scaling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@code config.json} of a Hugging Face model folder. What is read is untrusted. */
final class HuggingFaceConfig {

    static final String FILE = "config.json";

    private static final List<String> DTYPES = List.of("float32", "float16", "bfloat16");

    private static final ObjectMapper WRITER = new ObjectMapper();

    private final Family family;
    private final CheckedJson json;

    private HuggingFaceConfig(Family family, CheckedJson json) {
        this.family = family;
        this.json = json;
    }

    /** @throws UnsupportedModelException with all faults of the file */
    static ModelConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        CheckedJson json = CheckedJson.read(file);
        Family family = Family.ofModelType(json.node("model_type").asText())
                .orElseThrow(() -> new UnsupportedModelException(
                        file.toString(),
                        List.of("model_type " + json.node("model_type") + " with architectures "
                                + json.node("architectures") + " is not supported; supported: " + Family.modelTypes()
                                + " with " + Family.architectures())));
        HuggingFaceConfig config = new HuggingFaceConfig(family, json);
        return json.whole(() -> {
            config.refuseUnsupported();
            return family.definition().read(config);
        });
    }

    /**
     * Writes the file so that Hugging Face's transformers load the folder.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    static void write(ModelConfig config, Path folder) {
        ObjectNode json = WRITER.createObjectNode();
        json.putArray("architectures").add(config.family().architecture());
        json.put("model_type", config.family().modelType());
        json.put("attention_dropout", 0.0);
        write(json, "bos_token_id", config.specialTokens().bosTokenId());
        write(json, "eos_token_id", config.specialTokens().eosTokenId());
        write(json, "pad_token_id", config.specialTokens().padTokenId());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("num_attention_heads", config.numAttentionHeads());
        json.put("num_hidden_layers", config.numHiddenLayers());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("use_cache", true);
        json.put("vocab_size", config.vocabSize());
        config.family().definition().write(config, json);
        Path file = folder.resolve(FILE);
        try {
            Files.write(file, WRITER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void write(ObjectNode json, String name, int tokenId) {
        if (tokenId == ModelConfig.NO_TOKEN) {
            json.putNull(name);
        } else {
            json.put(name, tokenId);
        }
    }

    CheckedJson json() {
        return json;
    }

    /** The configuration: what families differ in, and the fields that all of them have. */
    ModelConfig model(
            int headDim,
            int keyValueHeads,
            double normEps,
            RotaryEmbedding rotary,
            int slidingWindow,
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
                slidingWindow,
                residual,
                json.flag("tie_word_embeddings", false),
                new SpecialTokenIds(tokenId("bos_token_id"), tokenId("eos_token_id"), tokenId("pad_token_id")));
    }

    private void refuseUnsupported() {
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

    /** Width of a head: given, or the model's width divided evenly among the heads. */
    int headDim() {
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

    /**
     * Impossible values become faults like the others, so that the rest of the file is checked as well.
     *
     * @param scaling {@link #unscaled} or {@link #llama3OrUnscaled}, whichever the family supports
     */
    RotaryEmbedding rotary(double theta, int dimensions, Supplier<Scaling> scaling) {
        try {
            return new RotaryEmbedding(theta, dimensions, scaling.get());
        } catch (UnsupportedModelException e) {
            e.faults().forEach(json::fault);
            return new RotaryEmbedding(10_000, 2, new RotaryEmbedding.Unscaled());
        }
    }

    Scaling llama3OrUnscaled() {
        CheckedJson scaling = json.inside("rope_scaling");
        if (!ropeType().equals(Llama3.ROPE_TYPE)) {
            return unscaled();
        }
        return new Llama3(
                scaling.number("factor", Double.NaN),
                scaling.number("low_freq_factor", Double.NaN),
                scaling.number("high_freq_factor", Double.NaN),
                scaling.required("original_max_position_embeddings"));
    }

    Scaling unscaled() {
        if (!json.isAbsent("rope_scaling") && !ropeType().equals("default")) {
            json.fault("rope_scaling " + json.node("rope_scaling") + " is not supported; supported: null, and for "
                    + Family.LLAMA.modelType() + " rope_type " + Llama3.ROPE_TYPE);
        }
        return new RotaryEmbedding.Unscaled();
    }

    private String ropeType() {
        CheckedJson scaling = json.inside("rope_scaling");
        return scaling.node("rope_type").asText(scaling.node("type").asText());
    }

    /** A single id; of a list the first, which is the one that models learn to end with. */
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
