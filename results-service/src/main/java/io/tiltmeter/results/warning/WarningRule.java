package io.tiltmeter.results.warning;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a falling curve causes a warning while the run continues. Counterfactual accuracy is smoothed by the mean of the
 * newest {@code window} checkpoints, in step order; the best is the highest smoothed value so far, and never
 * decreases. A smoothed value is <em>low</em> if it lies at least {@code threshold} below the best so far. The state
 * moves at each smoothed value:
 *
 * <ul>
 *   <li>{@code none} or {@code recovered} becomes {@code watch} at the first low value, or at once {@code inverted} if
 *       the patience is 1.
 *   <li>{@code watch} becomes {@code inverted} at the {@code patience}-th low value in a row. A value that is not low
 *       takes it back to where it came from: to {@code none}, or to {@code recovered} if the run was inverted before.
 *   <li>{@code inverted} becomes {@code recovered} at the {@code patience}-th value in a row that is not low. Fewer
 *       change nothing.
 *   <li>{@code recovered} never becomes {@code none} again; by way of {@code watch} it can become {@code inverted} anew.
 * </ul>
 *
 * <p>Before the first full window there is no smoothed value and the state is {@code none}: a run of fewer checkpoints
 * than the window never warns, and one of fewer than {@code window + patience} checkpoints never becomes inverted. For
 * short runs send a smaller window and less patience.
 *
 * <p>The defaults are those that fired once on the replication's jagged curves, where "a checkpoint 5 points below the
 * best one" fired 13 times (PAPER.md, section 4). It is a warning, not the verdict: it does not look at items. On simulated curves without trend, of checkpoints that
 * scatter by a standard deviation of 3, 4 and 5 points, it says {@code inverted} by mistake on 0, 0.2 and 0.9 % of runs of
 * 22 checkpoints, 0, 0.9 and 9 % of 50, and 0.1, 14 and 64 % of 200: for long runs with many checkpoints send a wider
 * window.
 *
 * @param window checkpoints in a mean, 1 to {@value EarlyStoppingRequest#MAX_WINDOW}
 * @param threshold how far below the best is low, a difference of accuracies in (0, 1]
 * @param patience how many in a row, 1 to {@value EarlyStoppingRequest#MAX_PATIENCE}
 */
public record WarningRule(int window, double threshold, int patience) {
    public static final WarningRule DEFAULT =
            new WarningRule(EarlyStoppingRequest.WINDOW, EarlyStoppingRequest.THRESHOLD, EarlyStoppingRequest.PATIENCE);

    /** Accuracies are shares of whole items: a difference this small is rounding. */
    private static final double ROUNDING = 1e-9;

    public WarningRule {
        if (window < 1 || patience < 1 || !(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("window " + window + ", threshold " + threshold + ", patience "
                    + patience + " is no rule: window and patience are at least 1, and the threshold is in (0, 1]");
        }
    }

    /**
     * Follows a curve. The result depends only on the scores, not on their order.
     *
     * @param scores one a step, in any order
     * @throws IllegalArgumentException if two scores are of one step
     */
    public WarningTrack follow(List<CheckpointScore> scores) {
        List<CheckpointScore> ordered = scores.stream()
                .sorted(Comparator.comparingInt(CheckpointScore::step))
                .toList();
        List<WarningPoint> points = new ArrayList<>();
        for (int end = 0; end < ordered.size(); end++) {
            if (end > 0 && ordered.get(end).step() == ordered.get(end - 1).step()) {
                throw new IllegalArgumentException(
                        "step " + ordered.get(end).step() + " appears twice: keep the newest of the two");
            }
            if (end + 1 >= window) {
                double smoothed = mean(ordered.subList(end + 1 - window, end + 1));
                int step = ordered.get(end).step();
                points.add(
                        points.isEmpty()
                                ? WarningPoint.first(step, smoothed)
                                : next(points.get(points.size() - 1), step, smoothed));
            }
        }
        return new WarningTrack(this, points);
    }

    private WarningPoint next(WarningPoint before, int step, double smoothed) {
        boolean better = smoothed > before.best();
        double best = better ? smoothed : before.best();
        int bestStep = better ? step : before.bestStep();
        boolean low = best - smoothed >= threshold - ROUNDING;
        int inARow = low ? before.lowInARow() + 1 : 0;
        int backInARow = low ? 0 : before.backInARow() + 1;
        boolean inverted = before.wasInverted() || inARow >= patience;
        WarningState state = state(before, inARow, backInARow);
        return new WarningPoint(step, smoothed, best, bestStep, inARow, backInARow, inverted, state);
    }

    private WarningState state(WarningPoint before, int lowInARow, int backInARow) {
        if (lowInARow >= patience) {
            return WarningState.INVERTED;
        }
        if (before.state() == WarningState.INVERTED) {
            return backInARow >= patience ? WarningState.RECOVERED : WarningState.INVERTED;
        }
        if (lowInARow > 0) {
            return WarningState.WATCH;
        }
        return before.wasInverted() ? WarningState.RECOVERED : WarningState.NONE;
    }

    private static double mean(List<CheckpointScore> scores) {
        double sum = 0;
        for (CheckpointScore score : scores) {
            sum += score.counterfactualAccuracy();
        }
        return sum / scores.size();
    }
}
