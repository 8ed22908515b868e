package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.RowGroups;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bounds what a step keeps in memory for its gradients: a micro-batch above a limit is computed in parts, whose gradients add up
 * to its own. They do but for rounding, and an adapter's dropout, which is drawn for every part; a micro-batch within the limits is
 * computed whole.
 */
final class ActivationLimits {

    /** A quarter of a GiB of float32 logits; the backward pass has them in memory three times. */
    private static final long MAX_LOGITS = 1L << 26;

    /** As many attention probabilities, of all layers whose activations are kept. */
    private static final long MAX_PROBABILITIES = 1L << 26;

    private static final double ANY_PADDING = 1;

    private final RowGroups groups;

    private ActivationLimits(RowGroups groups) {
        this.groups = groups;
    }

    static ActivationLimits of(ModelConfig config, DecoderNetwork network, Activations activations) {
        long layers = activations == Activations.KEPT ? config.numHiddenLayers() : 1;
        long pairs = network.keepsProbabilities()
                ? Math.max(1, MAX_PROBABILITIES / (layers * config.numAttentionHeads()))
                : Long.MAX_VALUE;
        return of(RowGroups.MAX_TOKENS, Math.max(1, MAX_LOGITS / config.vocabSize()), pairs);
    }

    /**
     * @param maxTokens rows x the longest row of a part, as far as it is computed
     * @param maxScored tokens with loss of a part
     * @param maxPairs rows x the square of the longest row of a part
     */
    static ActivationLimits of(int maxTokens, long maxScored, long maxPairs) {
        return new ActivationLimits(new RowGroups(maxTokens, ANY_PADDING, maxScored, maxPairs));
    }

    /** The batch if it keeps the limits, else parts that do, with the shortest rows first; a row is never cut. */
    List<TokenBatch> parts(TokenBatch batch) {
        int rows = batch.inputIds().length;
        int[] lengths = IntStream.range(0, rows).map(batch::computedTokens).toArray();
        int[] scored = IntStream.range(0, rows).map(batch::lossTokens).toArray();
        List<int[]> parts = groups.of(lengths, scored, 0);
        return parts.size() == 1
                ? List.of(batch)
                : parts.stream().map(batch::rows).toList();
    }
}
