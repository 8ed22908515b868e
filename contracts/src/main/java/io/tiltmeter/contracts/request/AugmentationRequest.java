package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * Counterfactual augmentation (Goyal et al., section 5): rows with another entity in the place of theirs, on top of the
 * mixture's. One of {@code ratio} and {@code count}.
 *
 * @param ratio of the rows without augmentation, in [0, 1]
 * @param count rows
 * @param substitutes rows made of one
 * @param entities where substitutes come from
 */
public record AugmentationRequest(
        Optional<Double> ratio, Optional<Integer> count, int substitutes, EntitiesRequest entities) {
    /** As in the paper's biographies. */
    private static final int STANDARD_SUBSTITUTES = 5;

    /** With the mixture's own rows as substitutes. */
    public static AugmentationRequest ofRatio(double ratio) {
        return new AugmentationRequest(
                Optional.of(ratio), Optional.empty(), STANDARD_SUBSTITUTES, EntitiesRequest.ofRows());
    }

    /**
     * How many rows are wanted.
     *
     * @param rows of the mixture without them
     */
    public long wanted(long rows) {
        return ratio.map(share -> Math.round(share * rows))
                .orElseGet(() -> count.map(Integer::longValue).orElse(0L));
    }

    /** The same at another ratio. */
    public AugmentationRequest atRatio(double other) {
        return new AugmentationRequest(Optional.of(other), Optional.empty(), substitutes, entities);
    }
}
