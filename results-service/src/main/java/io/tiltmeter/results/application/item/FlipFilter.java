package io.tiltmeter.results.application.item;

import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.Flip.Direction;
import java.util.Optional;

/**
 * Between which checkpoints items flip, and which flips are listed.
 *
 * @param from the step before; the verdict's peak if absent
 * @param to the step after; the verdict's end if absent
 * @param window for how many checkpoints at either end a robust flip holds; the verdict's windows if absent
 * @param robustness whether only robust flips are listed
 * @param direction from which side to which
 */
public record FlipFilter(
        Optional<Integer> from,
        Optional<Integer> to,
        Optional<Integer> window,
        Robustness robustness,
        Wanted direction) {
    /** All flips from the verdict's peak to its end. */
    public static final FlipFilter ALL =
            new FlipFilter(Optional.empty(), Optional.empty(), Optional.empty(), Robustness.FALSE, Wanted.ANY);

    public enum Robustness {
        FALSE,
        TRUE
    }

    public enum Wanted {
        ANY,
        CONTEXT_TO_MEMORY,
        MEMORY_TO_CONTEXT;

        boolean includes(Direction direction) {
            return this == ANY || name().equals(direction.name());
        }
    }

    public boolean includes(Flip flip) {
        return direction.includes(flip.direction()) && (robustness == Robustness.FALSE || flip.robust());
    }
}
