package io.tiltmeter.results.warning;

import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.results.verdict.FallTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a falling curve causes a warning while the run continues. Counterfactual accuracy is smoothed by the mean of the
 * newest {@code window} checkpoints, in step order; the best is the highest smoothed value so far, and never
 * decreases. A smoothed value is <em>low</em> if it lies at least {@code threshold} below the best so far. The state
 * moves at each smoothed value:
 *
 * <ul>
 *   <li>{@code none} or {@code recovered} becomes {@code watch} at the first low value, or at once {@code inverted} if
 *       the patience is 1.
 *   <li>{@code watch} becomes {@code inverted} at the {@code patience}-th low value in a row, or at a later one of them, if
 *       noise does not explain the fall: from {@value #TESTED_FROM} checkpoints on the p of the whole curve so far
 *       ({@link FallTest}) must be at most {@value #LEVEL} over the cube root of their number, since every checkpoint is another
 *       look. Fewer do not show how much they deviate. A value that is not low takes it back to where it came from: to
 *       {@code none}, or to {@code recovered} if the run was inverted before.
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
 * best one" fired 13 times (PAPER.md, section 4). It is a warning, not the verdict: it does not look at items. How often it
 * errs is in docs/verdict.md.
 *
 * @param window checkpoints in a mean, 1 to {@value EarlyStoppingRequest#MAX_WINDOW}
 * @param threshold how far below the best is low, a difference of accuracies in (0, 1]
 * @param patience how many in a row, 1 to {@value EarlyStoppingRequest#MAX_PATIENCE}
 */
public record WarningRule(int window, double threshold, int patience) {
    public static final WarningRule DEFAULT =
            new WarningRule(EarlyStoppingRequest.WINDOW, EarlyStoppingRequest.THRESHOLD, EarlyStoppingRequest.PATIENCE);

    private static final int TESTED_FROM = 12;
    private static final double LEVEL = 0.035;

    /** Longer curves are tested by means of neighbours, so that flat curves of few lengths are simulated. */
    private static final int LONGEST = 64;

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
                                : next(points.get(points.size() - 1), ordered.subList(0, end + 1), smoothed));
            }
        }
        return new WarningTrack(this, points);
    }

    private WarningPoint next(WarningPoint before, List<CheckpointScore> soFar, double smoothed) {
        int step = soFar.get(soFar.size() - 1).step();
        boolean better = smoothed > before.best();
        double best = better ? smoothed : before.best();
        int bestStep = better ? step : before.bestStep();
        boolean low = best - smoothed >= threshold - ROUNDING;
        int inARow = low ? before.lowInARow() + 1 : 0;
        int backInARow = low ? 0 : before.backInARow() + 1;
        boolean isNew = inARow >= patience && before.state() != WarningState.INVERTED;
        Optional<Double> p = isNew && soFar.size() >= TESTED_FROM ? Optional.of(p(soFar)) : Optional.empty();
        boolean isShown = isNew
                && p.map(found -> found <= LEVEL / Math.cbrt(soFar.size())).orElse(true);
        WarningState state = isShown ? WarningState.INVERTED : state(before, inARow, backInARow);
        boolean wasInverted = before.wasInverted() || isShown;
        return new WarningPoint(step, smoothed, best, bestStep, inARow, backInARow, p, wasInverted, state);
    }

    private WarningState state(WarningPoint before, int lowInARow, int backInARow) {
        if (before.state() == WarningState.INVERTED) {
            return backInARow >= patience ? WarningState.RECOVERED : WarningState.INVERTED;
        }
        if (lowInARow > 0) {
            return WarningState.WATCH;
        }
        return before.wasInverted() ? WarningState.RECOVERED : WarningState.NONE;
    }

    private static double p(List<CheckpointScore> scores) {
        double[] accuracies = scores.stream()
                .mapToDouble(CheckpointScore::counterfactualAccuracy)
                .toArray();
        return FallTest.ofFall(accuracies, LONGEST);
    }

    private static double mean(List<CheckpointScore> scores) {
        double sum = 0;
        for (CheckpointScore score : scores) {
            sum += score.counterfactualAccuracy();
        }
        return sum / scores.size();
    }
}
