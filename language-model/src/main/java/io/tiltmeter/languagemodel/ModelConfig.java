package io.tiltmeter.languagemodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The shape of a decoder-only model, named as in Hugging Face's {@code config.json}.
 *
 * @param family which computation the shape belongs to
 * @param hiddenSize D, model width
 * @param intermediateSize width of the feed-forward layer
 * @param numHiddenLayers L
 * @param numAttentionHeads H
 * @param numKeyValueHeads key and value heads; a divisor of H (grouped-query attention when smaller)
 * @param headDim K; H x K need not equal D
 * @param vocabSize V
 * @param maxPositionEmbeddings longest sequence in tokens
 * @param normEps added to the mean square (RMS norm) or variance (layer norm) before the root
 * @param rotary how positions enter
 * @param slidingWindow tokens that a query sees, itself included, or {@link #NO_WINDOW}
 * @param residual how attention and feed-forward are added
 * @param tieWordEmbeddings whether the output head is the embedding
 */
public record ModelConfig(
        Family family,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int numKeyValueHeads,
        int headDim,
        int vocabSize,
        int maxPositionEmbeddings,
        double normEps,
        RotaryEmbedding rotary,
        int slidingWindow,
        Residual residual,
        boolean tieWordEmbeddings,
        SpecialTokenIds specialTokens) {

    /** The id where the vocabulary has no such special token. */
    public static final int NO_TOKEN = -1;

    /** The window where every query sees the whole past. */
    public static final int NO_WINDOW = 0;

    /** Several times what the largest models have: beyond, memory would end before the files were found not to fit. */
    private static final int MAX_WIDTH = 1 << 20;

    private static final int MAX_LAYERS = 2_000;
    private static final int MAX_HEADS = 4_096;
    private static final int MAX_VOCABULARY = 1 << 24;
    private static final int MAX_POSITIONS = 1 << 27;

    /** How a layer adds attention and feed-forward to the residual stream. */
    public enum Residual {
        /** The feed-forward part reads the stream after attention was added. */
        SERIAL,
        /** Both parts read the layer's input (GPT-J, GPT-NeoX). */
        PARALLEL
    }

    /**
     * Ids in [0, V), or {@link #NO_TOKEN}.
     *
     * @param eosTokenIds each ends a generated text; none where the model has no such token
     */
    public record SpecialTokenIds(int bosTokenId, List<Integer> eosTokenIds, int padTokenId) {

        public SpecialTokenIds {
            eosTokenIds = List.copyOf(eosTokenIds);
        }
    }

    /** @throws UnsupportedModelException naming all impossible values */
    public ModelConfig {
        List<String> faults = new ArrayList<>();
        within(faults, "hidden_size", hiddenSize, MAX_WIDTH);
        within(faults, "intermediate_size", intermediateSize, MAX_WIDTH);
        within(faults, "num_hidden_layers", numHiddenLayers, MAX_LAYERS);
        within(faults, "num_attention_heads", numAttentionHeads, MAX_HEADS);
        within(faults, "num_key_value_heads", numKeyValueHeads, MAX_HEADS);
        within(faults, "head_dim", headDim, MAX_WIDTH);
        within(faults, "vocab_size", vocabSize, MAX_VOCABULARY);
        within(faults, "max_position_embeddings", maxPositionEmbeddings, MAX_POSITIONS);
        if (rotary.dimensions() > headDim) {
            faults.add("rotary embedding turns " + rotary.dimensions() + " dimensions, head_dim is " + headDim);
        }
        if (numKeyValueHeads > 0 && numAttentionHeads % numKeyValueHeads != 0) {
            faults.add("num_key_value_heads " + numKeyValueHeads + " does not divide num_attention_heads "
                    + numAttentionHeads);
        }
        if (!(normEps > 0 && normEps < 1)) {
            faults.add("the norms' epsilon " + normEps + " is outside (0, 1)");
        }
        if (slidingWindow < 0) {
            faults.add("sliding_window " + slidingWindow + " is negative");
        }
        token(faults, "bos_token_id", specialTokens.bosTokenId, vocabSize);
        for (int eosTokenId : specialTokens.eosTokenIds) {
            token(faults, "eos_token_id", eosTokenId, vocabSize);
        }
        token(faults, "pad_token_id", specialTokens.padTokenId, vocabSize);
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException("model configuration", faults);
        }
    }

    /**
     * A Llama model without rotary scaling.
     *
     * @param ropeTheta base of the rotary wavelengths
     */
    public static ModelConfig llama(
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
        return new ModelConfig(
                Family.LLAMA,
                hiddenSize,
                intermediateSize,
                numHiddenLayers,
                numAttentionHeads,
                numKeyValueHeads,
                headDim,
                vocabSize,
                maxPositionEmbeddings,
                rmsNormEps,
                new RotaryEmbedding(ropeTheta, headDim, new RotaryEmbedding.Unscaled()),
                NO_WINDOW,
                Residual.SERIAL,
                tieWordEmbeddings,
                new SpecialTokenIds(bosTokenId, eosTokenId == NO_TOKEN ? List.of() : List.of(eosTokenId), padTokenId));
    }

    /**
     * A model of another family of the same sizes. GPT-NeoX turns the first quarter of each head's dimensions and reads one input in
     * both parts of a layer, as Pythia does (Biderman et al. 2023); Mistral has no sliding window.
     */
    public ModelConfig ofFamily(Family other) {
        boolean neox = other == Family.GPT_NEOX;
        int turned = neox ? Math.max(2, headDim / 8 * 2) : headDim;
        return new ModelConfig(
                other,
                hiddenSize,
                intermediateSize,
                numHiddenLayers,
                numAttentionHeads,
                numKeyValueHeads,
                headDim,
                vocabSize,
                maxPositionEmbeddings,
                normEps,
                new RotaryEmbedding(rotary.theta(), turned, rotary.scaling()),
                NO_WINDOW,
                neox ? Residual.PARALLEL : Residual.SERIAL,
                tieWordEmbeddings,
                specialTokens);
    }

    /** Id of the beginning-of-sequence token, or {@link #NO_TOKEN}. */
    public int bosTokenId() {
        return specialTokens.bosTokenId;
    }

    /** Ids of the end-of-sequence tokens, each of which ends a generated text; none where there is no such token. */
    public List<Integer> eosTokenIds() {
        return specialTokens.eosTokenIds;
    }

    /** What ends a generated text: the given ids, such as those of a template and of the tokenizer's files, and the model's own. */
    public SortedSet<Integer> stopTokenIds(Collection<Integer> others) {
        SortedSet<Integer> stops = new TreeSet<>(others);
        stops.addAll(specialTokens.eosTokenIds);
        return stops;
    }

    /** Query heads for each key and value head. */
    public int queriesPerKey() {
        return numAttentionHeads / numKeyValueHeads;
    }

    /** H x K, the input width of attention's output projection. */
    public int attentionWidth() {
        return numAttentionHeads * headDim;
    }

    /**
     * Reads {@code config.json} of a Hugging Face folder.
     *
     * @throws UnsupportedModelException if it is missing, is not a JSON object, or has unsupported values
     */
    public static ModelConfig read(Path huggingFaceFolder) {
        return HuggingFaceConfig.read(huggingFaceFolder);
    }

    /** Writes {@code config.json} into an existing folder. */
    public void write(Path huggingFaceFolder) {
        HuggingFaceConfig.write(this, huggingFaceFolder);
    }

    private static void within(List<String> faults, String name, int value, int max) {
        if (value <= 0) {
            faults.add(name + " " + value + " is not positive");
        } else if (value > max) {
            faults.add(name + " " + value + " is more than " + max + ", which no model has");
        }
    }

    private static void token(List<String> faults, String name, int id, int vocabSize) {
        if (id != NO_TOKEN && (id < 0 || id >= vocabSize)) {
            faults.add(name + " " + id + " is outside [0, vocab_size " + vocabSize + ")");
        }
    }
}
