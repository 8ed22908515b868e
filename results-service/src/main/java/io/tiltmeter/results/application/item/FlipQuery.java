package io.tiltmeter.results.application.item;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.flip.Flip;
import io.tiltmeter.results.flip.Flip.Direction;
import io.tiltmeter.servicekit.json.Json;
import java.util.Optional;

/**
 * Between which checkpoints flips are looked for, and which of them are wanted.
 *
 * @param from the step before; the verdict's peak if absent
 * @param to the step after; the verdict's end if absent
 * @param window how many checkpoints a robust flip holds for at either end; what the verdict takes if absent
 * @param robustness whether robust flips alone are wanted
 * @param direction from which side to which
 */
public record FlipQuery(
        Optional<Integer> from,
        Optional<Integer> to,
        Optional<Integer> window,
        Robustness robustness,
        Wanted direction) {
    public static final String FROM =
            "the step before; by default the verdict's peak, or the highest point while there is none";
    public static final String TO =
            "the step after; by default the verdict's end, or the last point while there is none";
    public static final String WINDOW =
            "checkpoints at either end that a robust flip holds for, 1 to 25; the verdict's by default";
    public static final String ROBUST = "true for flips alone that hold at every checkpoint of both windows";
    public static final String DIRECTION = "any, context_to_memory or memory_to_context";

    private static final int WIDEST = 25;

    /** Which flips are wanted. */
    public enum Robustness {
        FALSE,
        TRUE
    }

    /** Which directions are wanted. */
    public enum Wanted {
        ANY,
        CONTEXT_TO_MEMORY,
        MEMORY_TO_CONTEXT;

        boolean includes(Direction direction) {
            return this == ANY || name().equals(direction.name());
        }
    }

    /** Reads the query and notes what is wrong with it. */
    public static FlipQuery of(
            Optional<String> from,
            Optional<String> to,
            Optional<String> window,
            Optional<String> robust,
            Optional<String> direction,
            Wanted byDefault,
            QueryFaults faults) {
        Optional<Integer> first = faults.step("from", from);
        Optional<Integer> last = faults.step("to", to);
        if (first.isPresent() && last.isPresent() && first.get() >= last.get()) {
            faults.add(new Fault("to", to.orElseThrow(), "is not after from=" + first.get(), "send a later step"));
        }
        return new FlipQuery(
                first,
                last,
                width(window, faults),
                faults.choice("robust", robust, Robustness.FALSE),
                faults.choice("direction", direction, byDefault));
    }

    public boolean includes(Flip flip) {
        return direction.includes(flip.direction()) && (robustness == Robustness.FALSE || flip.robust());
    }

    /** As in queries and answers. */
    public static String id(Direction direction) {
        return Json.name(direction);
    }

    private static Optional<Integer> width(Optional<String> window, QueryFaults faults) {
        return window.flatMap(given -> {
            try {
                int width = Integer.parseInt(given);
                if (width >= 1 && width <= WIDEST) {
                    return Optional.of(width);
                }
            } catch (NumberFormatException notANumber) {
                // said below, with the limits
            }
            faults.add(new Fault(
                    "window",
                    given,
                    "is not a whole number in [1, " + WIDEST + "]",
                    "leave it out for the verdict's windows"));
            return Optional.empty();
        });
    }
}
