package io.tiltmeter.results.rest.item;

import io.tiltmeter.results.application.item.FlipFilter;
import io.tiltmeter.results.application.item.FlipFilter.Robustness;
import io.tiltmeter.results.application.item.FlipFilter.Wanted;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** Between which checkpoints items flip, and which flips are listed, as a {@code @BeanParam}. */
public class FlipParameters {
    private static final int MAX_WINDOW = 25;

    @QueryParam("from")
    Optional<String> from;

    @QueryParam("to")
    Optional<String> to;

    @QueryParam("window")
    Optional<String> window;

    @QueryParam("robust")
    Optional<String> robust;

    @QueryParam("direction")
    Optional<String> direction;

    FlipFilter filter(Wanted byDefault, QueryFaults faults) {
        return filter(from, to, byDefault, faults);
    }

    /** The same between other checkpoints. */
    FlipFilter filter(Optional<String> first, Optional<String> last, Wanted byDefault, QueryFaults faults) {
        Optional<Integer> before = faults.step("from", first);
        Optional<Integer> after = faults.step("to", last);
        if (before.isPresent() && after.isPresent() && before.get() >= after.get()) {
            faults.add("to", last.orElseThrow(), "is not after from=" + before.get(), "send a later step");
        }
        return new FlipFilter(
                before,
                after,
                faults.number("window", window, 1, 1, MAX_WINDOW),
                faults.choice("robust", robust, Robustness.FALSE),
                faults.choice("direction", direction, byDefault));
    }
}
