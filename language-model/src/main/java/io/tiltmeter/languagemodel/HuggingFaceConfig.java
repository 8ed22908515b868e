package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.ModelConfig.SpecialTokenIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        writeAll(json, "eos_token_id", config.specialTokens().eosTokenIds());
        write(json, "pad_token_id", config.specialTokens().padTokenId());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("num_attention_heads", config.numAttentionHeads());
        json.put("num_hidden_layers", config.numHiddenLayers());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("dtype", "float32");
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

    private static void writeAll(ObjectNode json, String name, List<Integer> tokenIds) {
        if (tokenIds.size() > 1) {
            ArrayNode ids = json.putArray(name);
            tokenIds.forEach(ids::add);
        } else {
            write(json, name, tokenIds.isEmpty() ? ModelConfig.NO_TOKEN : tokenIds.get(0));
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
        refuseOtherLayers(slidingWindow);
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
                new SpecialTokenIds(tokenId("bos_token_id"), tokenIds("eos_token_id"), tokenId("pad_token_id")));
    }

    private void refuseUnsupported() {
        JsonNode architectures = json.node("architectures");
        if (architectures.size() != 1
                || !family.architecture().equals(architectures.path(0).asText())) {
            json.fault("architectures " + architectures + " is not supported with model_type " + family.modelType()
                    + "; supported: [\"" + family.architecture() + "\"]");
        }
        json.expect("torch_dtype", "float32", DTYPES);
        json.expect("dtype", "float32", DTYPES);
        if (!json.isAbsent("torch_dtype")
                && !json.isAbsent("dtype")
                && !json.node("torch_dtype").equals(json.node("dtype"))) {
            json.fault("torch_dtype " + json.node("torch_dtype") + " contradicts dtype " + json.node("dtype")
                    + "; one of them is to be removed");
        }
        if (!json.isAbsent("quantization_config")) {
            json.fault("quantization_config is not supported; supported: none");
        }
    }

    /** All layers have the same window here. */
    private void refuseOtherLayers(int slidingWindow) {
        String supported = slidingWindow == ModelConfig.NO_WINDOW ? "full_attention" : "sliding_attention";
        for (JsonNode type : json.node("layer_types")) {
            if (!type.asText().equals(supported)) {
                json.fault("layer_types has " + type
                        + ", which is not supported; supported here, where sliding_window is "
                        + (slidingWindow == ModelConfig.NO_WINDOW ? "not given" : slidingWindow) + ": \"" + supported
                        + "\" in all layers");
            }
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

    /** A token id, or {@link ModelConfig#NO_TOKEN}. */
    private int tokenId(String name) {
        List<Integer> ids = tokenIds(name);
        if (ids.size() > 1) {
            json.fault(name + " " + json.node(name) + " has " + ids.size() + " token ids; supported: one, or null");
        }
        return ids.isEmpty() ? ModelConfig.NO_TOKEN : ids.get(0);
    }

    /** A token id, a list of them, or null, which is none. */
    private List<Integer> tokenIds(String name) {
        if (json.isAbsent(name)) {
            return List.of();
        }
        JsonNode value = json.node(name);
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : value.isArray() ? value : List.of(value)) {
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                json.fault(name + " " + id + " is not a token id");
            } else if (!ids.contains(id.asInt())) {
                ids.add(id.asInt());
            }
        }
        return ids;
    }
}
