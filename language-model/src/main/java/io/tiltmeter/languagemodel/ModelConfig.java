package io.tiltmeter.languagemodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a decoder-only model, named as in Hugging Face's {@code config.json}.
 *
 * @param modelType family, {@value #LLAMA} for now
 * @param hiddenSize D, model width
 * @param intermediateSize width of the gated feed-forward layer
 * @param numHiddenLayers L
 * @param numAttentionHeads H
 * @param numKeyValueHeads key and value heads; a divisor of H (grouped-query attention when smaller)
 * @param headDim K, even because rotary embedding pairs its halves; H x K need not equal D
 * @param vocabSize V
 * @param maxPositionEmbeddings longest sequence in tokens
 * @param rmsNormEps added to the mean square before the root
 * @param ropeTheta base of the rotary wavelengths
 * @param tieWordEmbeddings whether the output head is the embedding
 * @param bosTokenId id in [0, V) or {@link #NO_TOKEN}
 * @param eosTokenId id in [0, V) or {@link #NO_TOKEN}
 * @param padTokenId id in [0, V) or {@link #NO_TOKEN}
 */
public record ModelConfig(
        String modelType,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int numKeyValueHeads,
        int headDim,
        int vocabSize,
        int maxPositionEmbeddings,
        double rmsNormEps,
        double ropeTheta,
        boolean tieWordEmbeddings,
        int bosTokenId,
        int eosTokenId,
        int padTokenId) {

    /** The family of LlamaForCausalLM. */
    public static final String LLAMA = "llama";

    /** Stands where the vocabulary has no such special token. */
    public static final int NO_TOKEN = -1;

    /** @throws UnsupportedModelException naming every impossible value at once */
    public ModelConfig {
        List<String> faults = new ArrayList<>();
        if (!LLAMA.equals(modelType)) {
            faults.add("model_type '" + modelType + "' is unknown; supported: [" + LLAMA + "]");
        }
        positive(faults, "hidden_size", hiddenSize);
        positive(faults, "intermediate_size", intermediateSize);
        positive(faults, "num_hidden_layers", numHiddenLayers);
        positive(faults, "num_attention_heads", numAttentionHeads);
        positive(faults, "num_key_value_heads", numKeyValueHeads);
        positive(faults, "head_dim", headDim);
        positive(faults, "vocab_size", vocabSize);
        positive(faults, "max_position_embeddings", maxPositionEmbeddings);
        if (headDim % 2 != 0) {
            faults.add("head_dim " + headDim + " is odd: rotary embedding pairs its two halves");
        }
        if (numKeyValueHeads > 0 && numAttentionHeads % numKeyValueHeads != 0) {
            faults.add("num_key_value_heads " + numKeyValueHeads + " does not divide num_attention_heads "
                    + numAttentionHeads);
        }
        if (!(rmsNormEps > 0 && rmsNormEps < 1)) {
            faults.add("rms_norm_eps " + rmsNormEps + " is outside (0, 1)");
        }
        if (!(ropeTheta > 1 && Double.isFinite(ropeTheta))) {
            faults.add("rope_theta " + ropeTheta + " is not a finite number above 1");
        }
        token(faults, "bos_token_id", bosTokenId, vocabSize);
        token(faults, "eos_token_id", eosTokenId, vocabSize);
        token(faults, "pad_token_id", padTokenId, vocabSize);
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException("model configuration", faults);
        }
    }

    /**
     * Reads {@code config.json} of a Hugging Face folder.
     *
     * @throws UnsupportedModelException if it is missing, is no JSON object, or asks for what is not supported
     */
    public static ModelConfig read(Path huggingFaceFolder) {
        return HuggingFaceConfig.read(huggingFaceFolder);
    }

    /** Writes {@code config.json} into the folder, which exists already. */
    public void write(Path huggingFaceFolder) {
        HuggingFaceConfig.write(this, huggingFaceFolder);
    }

    private static void positive(List<String> faults, String name, int value) {
        if (value <= 0) {
            faults.add(name + " " + value + " is not positive");
        }
    }

    private static void token(List<String> faults, String name, int id, int vocabSize) {
        if (id != NO_TOKEN && (id < 0 || id >= vocabSize)) {
            faults.add(name + " " + id + " is outside [0, vocab_size " + vocabSize + ")");
        }
    }
}
