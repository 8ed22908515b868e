package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.ScriptModule.Mode;
import java.util.List;

/** The Llama text bound to one model's weights: the calls it offers, typed. Results belong to the given manager. */
public final class LlamaNetwork {

    private final ScriptModule script;
    private final PositionTables tables;
    private final List<NDArray> weights;

    /**
     * @param owner of the compiled text and the position tables
     * @param weights in the order of {@link io.tiltmeter.languagemodel.weights.LlamaWeights}; kept, not copied
     */
    public LlamaNetwork(NDManager owner, ModelConfig config, List<NDArray> weights) {
        this(owner, config, weights, MatrixProducts.ofThisMachine());
    }

    LlamaNetwork(NDManager owner, ModelConfig config, List<NDArray> weights, MatrixProducts products) {
        this.script = LlamaScript.compile(owner, config, products);
        this.tables = new PositionTables(owner, config);
        this.weights = List.copyOf(weights);
    }

    public List<NDArray> weights() {
        return weights;
    }

    /**
     * Loss and gradients of some weights.
     *
     * @param trained places of the weights whose gradients are wanted
     * @param share the summed loss is multiplied by it, in gradients too
     * @return the loss (scalar), then the gradients in the order of {@code trained}
     */
    public List<NDArray> gradients(NDManager results, ScoredRows batch, long[] trained, double share) {
        try (Arguments arguments = new Arguments().tensors(weights).integers(trained)) {
            batch.addTo(results, arguments);
            tables.addTo(arguments, batch.tokens()).real(share);
            return script.tensors(results, "gradients", Mode.TRAINING, arguments);
        }
    }

    /** Scales the gradients in place to a global L2 norm of at most limit, if that is above 0; returns their norm. */
    public double clip(NDManager results, List<NDArray> gradients, double limit) {
        try (Arguments arguments = new Arguments().tensors(gradients).real(limit);
                NDArray norm = script.tensor(results, "clip", Mode.TRAINING, arguments)) {
            return norm.getFloat();
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

    /** Log-probability (N) float32 in nats of each target and whether it is the first choice (N) int64. */
    public List<NDArray> score(NDManager results, ScoredRows batch) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            batch.addTo(results, arguments);
            return script.tensors(results, "score", Mode.INFERENCE, tables.addTo(arguments, batch.tokens()));
        }
    }

    /** Logits (N, V) float32 at the batch's rows. */
    public NDArray logits(NDManager results, ScoredRows batch) {
        try (Arguments arguments = new Arguments().tensors(weights)) {
            batch.addIdsAndRowsTo(results, arguments);
            return script.tensor(results, "logits", Mode.INFERENCE, tables.addTo(arguments, batch.tokens()));
        }
    }

    /**
     * Reads a chunk into the cache and chooses what follows.
     *
     * @param ids (B, T) int64
     * @param past tokens in the cache; 0 or T = 1
     * @param longest that the cache can hold
     * @return (B, 1) int64
     */
    public NDArray nextToken(
            NDManager results, NDArray ids, int past, List<NDArray> keys, List<NDArray> values, int longest) {
        try (Arguments arguments = new Arguments()
                .tensors(weights)
                .tensor(ids)
                .integer(past)
                .tensors(keys)
                .tensors(values)) {
            return script.tensor(results, "next_token", Mode.INFERENCE, tables.addTo(arguments, longest));
        }
    }
}
