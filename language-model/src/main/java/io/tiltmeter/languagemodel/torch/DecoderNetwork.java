package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.torch.ScriptModule.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The compiled TorchScript of one model, with a typed method for each of its calls. It holds no weights: they are an
 * argument of every call, in the order of {@link io.tiltmeter.languagemodel.WeightLayout}, followed by an adapter's tensors if there
 * is one ({@link AdapterTensors}). Results belong to the given manager.
 */
public final class DecoderNetwork {

    private final ScriptModule script;
    private final PositionTables tables;
    private final boolean keepsProbabilities;

    /** @param owner of the compiled text and the position tables, on whose device it computes */
    public DecoderNetwork(NDManager owner, ModelConfig config, Precision compute) {
        this(owner, config, compute, MatrixProducts.on(owner.getDevice()));
    }

    DecoderNetwork(NDManager owner, ModelConfig config, Precision compute, MatrixProducts products) {
        this.script = ModelText.compile(owner, config, compute, products);
        this.tables = new PositionTables(owner, config);
        this.keepsProbabilities =
                ModelText.keepsProbabilities(config, compute, owner.getDevice().isGpu());
    }

    /** Whether gradients need attention's probabilities, (B, H, T, T) a layer; a fused kernel computes them again otherwise. */
    public boolean keepsProbabilities() {
        return keepsProbabilities;
    }

    /**
     * Loss and gradients of some weights.
     *
     * @param trained indices of the weights whose gradients are computed
     * @param share factor of the summed loss, and so of the gradients
     * @return the loss (scalar), then the gradients in the order of {@code trained}
     */
    public List<NDArray> gradients(
            NDManager results,
            List<NDArray> weights,
            long[] trained,
            ScoredRows batch,
            double share,
            Activations activations) {
        String method = activations == Activations.KEPT ? "gradients" : "gradients_layer_by_layer";
        try (Arguments arguments = new Arguments().tensors(weights).integers(trained)) {
            batch.addTo(results, arguments);
            tables.addTo(arguments, batch.tokens()).real(share);
            return script.tensors(results, method, Mode.TRAINING, arguments);
        }
    }

    /** Scales the gradients in place to a global L2 norm of at most the limit, if that is above 0; returns the norm before. */
    public double clip(NDManager results, List<NDArray> gradients, double limit) {
        try (Arguments arguments = new Arguments().tensors(gradients).real(limit);
                NDArray norm = script.tensor(results, "clip", Mode.TRAINING, arguments)) {
            return norm.getFloat();
        }
    }

    /** The inner product of two lists of gradients of the same shapes. */
    public double innerProduct(NDManager results, List<NDArray> first, List<NDArray> second) {
        try (Arguments arguments = new Arguments().tensors(first).tensors(second);
                NDArray product = script.tensor(results, "inner_product", Mode.TRAINING, arguments)) {
            return product.getDouble();
        }
    }

    /** Adds gradients onto sums in place. */
    public void accumulate(List<NDArray> sums, List<NDArray> gradients) {
        try (Arguments arguments = new Arguments().tensors(sums).tensors(gradients)) {
            script.call("accumulate", Mode.TRAINING, arguments);
        }
    }

    /** One fused AdamW step in place. */
    public void adamw(AdamwState state, List<NDArray> gradients, AdamwStep step) {
        try (Arguments arguments = new Arguments()
                .tensors(state.parameters())
                .tensors(gradients)
                .tensors(state.firstMoments())
                .tensors(state.secondMoments())
                .tensors(state.steps())
                .real(step.rate())
                .real(step.beta1())
                .real(step.beta2())
                .real(step.decay())
                .real(step.epsilon())) {
            script.call("adamw", Mode.TRAINING, arguments);
        }
    }

    /** Copies of the query and key rows of fused matrices (H * 3 * K, D) and biases (H * 3 * K). */
    public List<NDArray> queryKeyRows(NDManager results, List<NDArray> fused) {
        try (Arguments arguments = new Arguments().tensors(fused)) {
            return script.tensors(results, "query_key_rows", Mode.TRAINING, arguments);
        }
    }

    /** Writes such rows back in place; value rows are not written. */
    public void putQueryKeyRows(List<NDArray> fused, List<NDArray> rows) {
        try (Arguments arguments = new Arguments().tensors(fused).tensors(rows)) {
            script.call("put_query_key_rows", Mode.TRAINING, arguments);
        }
    }

    /** Log-probability (N) float32 in nats of each target and whether it is the first choice (N) int64. */
    public List<NDArray> score(NDManager results, List<NDArray> weights, ScoredRows batch) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            batch.addTo(results, arguments);
            return script.tensors(results, "score", Mode.INFERENCE, tables.addTo(arguments, batch.tokens()));
        }
    }

    /**
     * The same by {@linkplain #contrast contrasted} logits. The second half of the scored positions are the counterparts of
     * the first, (N / 2) each.
     */
    public List<NDArray> contrastedScore(NDManager results, List<NDArray> weights, ScoredRows batch, double weight) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            batch.addTo(results, arguments);
            tables.addTo(arguments, batch.tokens()).real(weight);
            return script.tensors(results, "contrasted_score", Mode.INFERENCE, arguments);
        }
    }

    /** Logits (N, V) float32 at the batch's rows. */
    public NDArray logits(NDManager results, List<NDArray> weights, ScoredRows batch) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            batch.addWithoutTargetsTo(results, arguments);
            return script.tensor(results, "logits", Mode.INFERENCE, tables.addTo(arguments, batch.tokens()));
        }
    }

    /** The input of each layer and the output of the final norm, (L + 1, B, T, D) float32; rows padded on the left. */
    public NDArray hiddenStates(NDManager results, List<NDArray> weights, LeftPadded rows) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            rows.addPromptTo(results, arguments);
            return script.tensor(results, "hidden_states", Mode.INFERENCE, tables.addTo(arguments, rows.tokens()));
        }
    }

    /** Attention of each row's last token to every token, mean over heads, (L, B, T) float32; rows padded on the left. */
    public NDArray attentionOfLast(NDManager results, List<NDArray> weights, LeftPadded rows) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            rows.addPromptTo(results, arguments);
            return script.tensor(results, "attention_of_last", Mode.INFERENCE, tables.addTo(arguments, rows.tokens()));
        }
    }

    /** An empty cache for these prompts, fully allocated. @param maxTokens of a row, answer included */
    public DecodingCache cache(NDManager owner, LeftPadded rows, int maxTokens) {
        try (NDArray like = owner.create(0f);
                Arguments arguments =
                        new Arguments().tensor(like).integer(rows.size()).integer(maxTokens)) {
            return new DecodingCache(script.tensors(owner, "cache", Mode.INFERENCE, arguments), maxTokens);
        }
    }

    /** A cache of some rows, in this order; the given one is closed, array by array. */
    public DecodingCache keepRows(NDManager owner, DecodingCache cache, int[] rows) {
        List<NDArray> kept = new ArrayList<>();
        try (NDArray indices = owner.create(Arrays.stream(rows).asLongStream().toArray())) {
            for (NDArray array : cache.keysAndValues()) {
                try (Arguments arguments = new Arguments().tensor(array).tensor(indices)) {
                    kept.add(script.tensor(owner, "keep_rows", Mode.INFERENCE, arguments));
                }
                array.close();
            }
        }
        DecodingCache result = new DecodingCache(kept, cache.maxTokens());
        result.grow(cache.past());
        return result;
    }

    /**
     * Reads a chunk into the cache and scores the next tokens.
     *
     * @param chunk (B, T) int64
     * @param rows the prompts, for positions and padding
     * @return (B, V) float32
     */
    public NDArray nextLogits(
            NDManager results, List<NDArray> weights, NDArray chunk, LeftPadded rows, DecodingCache cache) {
        int tokens = (int) chunk.getShape().get(1);
        try (Arguments arguments = new Arguments().tensors(weights).tensor(chunk)) {
            rows.addTo(results, arguments, cache.past(), tokens, cache.maxTokens());
            arguments.integer(cache.past()).tensors(cache.keys()).tensors(cache.values());
            NDArray next = script.tensor(
                    results, "next_logits", Mode.INFERENCE, tables.addTo(arguments, cache.past() + tokens));
            cache.grow(tokens);
            return next;
        }
    }

    /** The first choice of each row, (B) int64; the first of equals. @param logits (B, V) */
    public NDArray likeliest(NDManager results, NDArray logits) {
        try (Arguments arguments = new Arguments().tensor(logits)) {
            return script.tensor(results, "likeliest", Mode.INFERENCE, arguments);
        }
    }

    /**
     * (1 + weight) times the first half of the rows less weight times the second, (B, V) float32.
     *
     * @param logits (2B, V); the counterpart of a row of the first half is B rows later
     */
    public NDArray contrast(NDManager results, NDArray logits, double weight) {
        try (Arguments arguments = new Arguments().tensor(logits).real(weight)) {
            return script.tensor(results, "contrast", Mode.INFERENCE, arguments);
        }
    }
}
