package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * Counterfactual augmentation (Goyal et al., section 5): rows with another entity in the place of theirs, on top of the
 * mixture's. One of {@code ratio} and {@code count}.
 *
 * @param ratio of the rows without augmentation, in [0, 1]
 * @param count rows
 * @param substitutes rows made of one; by default 5
 * @param entities where substitutes come from; by default the mixture's own rows
 */
public record AugmentationRequest(
        Optional<Double> ratio,
        Optional<Integer> count,
        Optional<Integer> substitutes,
        Optional<EntitiesRequest> entities) {
    /** As in the paper's biographies. */
    public static final int STANDARD_SUBSTITUTES = 5;

    /**
     * How many rows are wanted.
     *
     * @param rows of the mixture without them
     */
    public long wanted(long rows) {
        return ratio.map(share -> Math.round(share * rows))
                .orElseGet(() -> count.map(Integer::longValue).orElse(0L));
    }

    /** The same with its defaults spelt out. */
    public AugmentationRequest effective() {
        return new AugmentationRequest(
                ratio,
                count,
                Optional.of(substitutes.orElse(STANDARD_SUBSTITUTES)),
                Optional.of(entities.orElseGet(EntitiesRequest::ofRows)));
    }

    /** The same at another ratio. */
    public AugmentationRequest atRatio(double other) {
        return new AugmentationRequest(Optional.of(other), Optional.empty(), substitutes, entities);
    }
}
