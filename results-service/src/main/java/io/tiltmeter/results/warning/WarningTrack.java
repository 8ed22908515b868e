package io.tiltmeter.results.warning;

import io.tiltmeter.contracts.event.WarningState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A curve's warning from its first full window to its newest checkpoint.
 *
 * @param points one for each checkpoint from the first full window on, by ascending step; may be empty
 */
public record WarningTrack(WarningRule rule, List<WarningPoint> points) {
    /** The states of a run's suites, the worst last. */
    private static final List<WarningState> BY_GRAVITY =
            List.of(WarningState.NONE, WarningState.RECOVERED, WarningState.WATCH, WarningState.INVERTED);

    public WarningTrack {
        points = List.copyOf(points);
    }

    /**
     * A change of the state.
     *
     * @param before the previous state
     * @param point the checkpoint that changed it
     */
    public record Change(WarningState before, WarningPoint point) {}

    public WarningState state() {
        return newest().map(WarningPoint::state).orElse(WarningState.NONE);
    }

    /** Since which step; empty if it has never changed. */
    public Optional<Integer> sinceStep() {
        List<Change> changes = changes();
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.get(changes.size() - 1).point().step());
    }

    /** The newest checkpoint; empty before the first full window. */
    public Optional<WarningPoint> newest() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** Every change of the state, by ascending step. */
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        WarningState before = WarningState.NONE;
        for (WarningPoint point : points) {
            if (point.state() != before) {
                changes.add(new Change(before, point));
                before = point.state();
            }
        }
        return changes;
    }

    /** The gravest of several states, which is that of the run: inverted before watch before recovered before none. */
    public static WarningState worst(Collection<WarningState> states) {
        return states.stream()
                .max((one, other) -> Integer.compare(BY_GRAVITY.indexOf(one), BY_GRAVITY.indexOf(other)))
                .orElse(WarningState.NONE);
    }
}
