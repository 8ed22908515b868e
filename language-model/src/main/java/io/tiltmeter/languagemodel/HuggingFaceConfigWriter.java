package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code config.json} so that Hugging Face's transformers load the folder. */
final class HuggingFaceConfigWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HuggingFaceConfigWriter() {}

    /** @throws UncheckedIOException if the file cannot be written */
    static void write(ModelConfig config, Path folder) {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add(config.family().architecture());
        json.put("model_type", config.family().modelType());
        json.put("attention_dropout", 0.0);
        token(json, "bos_token_id", config.bosTokenId());
        token(json, "eos_token_id", config.eosTokenId());
        token(json, "pad_token_id", config.padTokenId());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("num_attention_heads", config.numAttentionHeads());
        json.put("num_hidden_layers", config.numHiddenLayers());
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("use_cache", true);
        json.put("vocab_size", config.vocabSize());
        if (config.family() == Family.GPT_NEOX) {
            gptNeox(config, json);
        } else {
            llama(config, json);
        }
        Path file = folder.resolve(HuggingFaceConfig.FILE);
        try {
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void llama(ModelConfig config, ObjectNode json) {
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("num_key_value_heads", config.numKeyValueHeads());
        json.put("rms_norm_eps", config.normEps());
        json.put("rope_theta", config.rotary().theta());
        if (config.family() == Family.MISTRAL) {
            if (config.slidingWindow() == ModelConfig.NO_WINDOW) {
                json.putNull("sliding_window");
            } else {
                json.put("sliding_window", config.slidingWindow());
            }
            return;
        }
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        if (config.rotary().scaling() instanceof RotaryEmbedding.Llama3 scaling) {
            json.putObject("rope_scaling")
                    .put("rope_type", "llama3")
                    .put("factor", scaling.factor())
                    .put("low_freq_factor", scaling.lowFreqFactor())
                    .put("high_freq_factor", scaling.highFreqFactor())
                    .put("original_max_position_embeddings", scaling.originalMaxPositionEmbeddings());
        } else {
            json.putNull("rope_scaling");
        }
    }

    private static void gptNeox(ModelConfig config, ObjectNode json) {
        json.put("attention_bias", true);
        json.put("hidden_act", "gelu");
        json.put("hidden_dropout", 0.0);
        json.put("layer_norm_eps", config.normEps());
        json.put("rotary_emb_base", config.rotary().theta());
        json.put("rotary_pct", (double) config.rotary().dimensions() / config.headDim());
        json.putNull("rope_scaling");
        json.put("use_parallel_residual", config.residual() == Residual.PARALLEL);
    }

    private static void token(ObjectNode json, String name, int id) {
        if (id == ModelConfig.NO_TOKEN) {
            json.putNull(name);
        } else {
            json.put(name, id);
        }
    }
}
