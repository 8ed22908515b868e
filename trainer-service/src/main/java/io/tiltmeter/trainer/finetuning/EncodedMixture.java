package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.RunSettings.Batching;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Encoding;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.training.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A mixture in token ids, in the mixture's order. */
public final class EncodedMixture {
    private final List<EncodedExample> examples;
    private final int rowTokens;

    private EncodedMixture(List<EncodedExample> examples, int rowTokens) {
        this.examples = examples;
        this.rowTokens = rowTokens;
    }

    /**
     * Encodes every example whole: none is cut or left out.
     *
     * @param embeddingRows {@code vocab_size} of the model
     * @throws IllegalArgumentException if the mixture is empty, holds a token that the embedding has no row for, an example that the template refuses, or holds
     *     examples longer than the limit, with their number and the longest
     */
    public static EncodedMixture encode(List<TrainingExample> mixture, ExampleEncoder encoder, int embeddingRows) {
        if (mixture.isEmpty()) {
            throw new IllegalArgumentException("the mixture has no examples: there is nothing to train on");
        }
        List<EncodedExample> encoded = new ArrayList<>(mixture.size());
        int tooLong = 0;
        Encoding.TooLong longest = null;
        String longestId = "";
        for (TrainingExample example : mixture) {
            Encoding encoding = encode(example, encoder);
            if (encoding instanceof Encoding.TooLong it) {
                tooLong++;
                if (longest == null || it.lengthTokens() > longest.lengthTokens()) {
                    longest = it;
                    longestId = example.id();
                }
            } else {
                encoded.add(withinRows(example, encoding.orThrow(), embeddingRows));
            }
        }
        if (longest != null) {
            throw new IllegalArgumentException(tooLong + " of " + mixture.size() + " examples are longer than "
                    + longest.maxLengthTokens() + " tokens, the longest, " + longestId + ", has "
                    + longest.lengthTokens() + "; raise max_length, or the model's max_position_embeddings, or leave"
                    + " them out of the mixture");
        }
        return new EncodedMixture(List.copyOf(encoded), encoder.maxLengthTokens());
    }

    private static Encoding encode(TrainingExample example, ExampleEncoder encoder) {
        try {
            return encoder.encode(example);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("example " + example.id() + ": " + e.getMessage(), e);
        }
    }

    private static EncodedExample withinRows(TrainingExample example, EncodedExample encoded, int embeddingRows) {
        for (int id : encoded.inputIds()) {
            if (id >= embeddingRows) {
                throw new IllegalArgumentException("example " + example.id() + " has the token of id " + id
                        + ", and the model's embedding has rows for ids 0 to " + (embeddingRows - 1)
                        + "; resize the embedding, or remove the added token from the tokenizer's files");
            }
        }
        return encoded;
    }

    public int size() {
        return examples.size();
    }

    /** Tokens of each example, in the mixture's order. */
    public int[] lengthsTokens() {
        return examples.stream().mapToInt(EncodedExample::length).toArray();
    }

    /** The examples at these positions; packed rows are as long as the longest example may be. */
    public TokenBatch batch(int[] positions, Batching batching) {
        List<EncodedExample> batch =
                Arrays.stream(positions).mapToObj(examples::get).toList();
        return batching.packing() ? TokenBatch.packed(batch, rowTokens) : TokenBatch.of(batch);
    }
}
