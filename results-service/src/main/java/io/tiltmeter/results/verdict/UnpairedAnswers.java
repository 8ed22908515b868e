package io.tiltmeter.results.verdict;

import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.statistics.Normal;
import io.tiltmeter.results.statistics.Wilson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Accuracies without items. Whether two checkpoints answered the same items alike is unknown, so a window counts as one
 * sample of its smallest checkpoint's items, and the difference of two as one of independent samples: both make the
 * interval wider than paired items would. If all answered the same items, their choice cancels: what is left is how items
 * waver, which the bends of the curve show already and is not counted again, and the intervals are those of items
 * that agree with themselves as those of the paper's replication do.
 */
final class UnpairedAnswers implements Answers {
    /** Of the variance of an answer, what changes between checkpoints: one item correlates by 5/9 with itself. */
    private static final double WAVERING = 4.0 / 9;

    private final List<UnpairedPoint> points;
    private final boolean sameItems;

    UnpairedAnswers(List<UnpairedPoint> points, boolean sameItems) {
        this.sameItems = sameItems;
        this.points = points.stream()
                .sorted(Comparator.comparingInt(UnpairedPoint::step))
                .toList();
    }

    boolean isCounted() {
        return points.stream().allMatch(point -> point.items() > 0);
    }

    @Override
    public int checkpoints() {
        return points.size();
    }

    @Override
    public int step(int checkpoint) {
        return points.get(checkpoint).step();
    }

    @Override
    public double[] counterfactual() {
        return points.stream().mapToDouble(UnpairedPoint::counterfactual).toArray();
    }

    @Override
    public double[] parametric() {
        return points.stream()
                .mapToDouble(point -> point.parametric().orElse(Double.NaN))
                .toArray();
    }

    @Override
    public CheckpointNoise noise() {
        double[] bends = CheckpointNoise.bends(counterfactual());
        return CheckpointNoise.of(bends, new double[bends.length]);
    }

    @Override
    public double itemVariance() {
        return (sameItems ? WAVERING : 1)
                * points.stream()
                        .mapToDouble(point -> point.counterfactual() * (1 - point.counterfactual()) / point.items())
                        .average()
                        .orElse(0);
    }

    @Override
    public List<Change> changes(Accuracy accuracy, List<Pair> pairs) {
        double[] values = accuracy == Accuracy.COUNTERFACTUAL ? counterfactual() : parametric();
        return pairs.stream().map(pair -> change(values, pair)).toList();
    }

    private Change change(double[] values, Pair pair) {
        double high = pair.first().mean(values);
        double low = pair.second().mean(values);
        int highItems = items(pair.first());
        int lowItems = items(pair.second());
        Wilson.Interval ofHigh = Wilson.interval(high, highItems);
        Wilson.Interval ofLow = Wilson.interval(low, lowItems);
        double share = sameItems ? Math.sqrt(WAVERING) : 1;
        double below = share * Math.hypot(high - ofHigh.low(), ofLow.high() - low);
        double above = share * Math.hypot(ofHigh.high() - high, low - ofLow.low());
        Estimate decrease = new Estimate(high - low, Math.max(-1, high - low - below), Math.min(1, high - low + above));
        int items = Math.min(highItems, lowItems);
        double error = sameItems ? 0 : (below + above) / (2 * Normal.Z_95);
        return new Change(decrease, error, Optional.empty(), items, items);
    }

    private int items(Window window) {
        return points.subList(window.first(), window.last() + 1).stream()
                .mapToInt(UnpairedPoint::items)
                .min()
                .orElseThrow();
    }
}
