package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.curve.Verdict.Evidence;
import io.tiltmeter.results.curve.Verdict.Moment;
import io.tiltmeter.results.curve.Verdict.StandardTrend;
import io.tiltmeter.results.curve.Verdict.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * The rule that calls a curve an inversion, version 1. {@code docs/verdict.md} explains it.
 *
 * <p>Only complete checkpoints count. <b>Start</b> is the first, <b>end</b> the last, <b>peak</b> the one of highest
 * counterfactual accuracy, the earliest of equals. The peak is chosen after seeing the data, which biases it and the
 * drop up; the tests are corrected for that by Bonferroni over all checkpoints that could have been the peak.
 *
 * <ul>
 *   <li><b>inversion</b> if the drop from peak to end is at least {@link #SMALLEST_DROP}, its clustered-bootstrap 95 %
 *       interval lies above zero, the exact McNemar test and its clustered form are both below {@link #SIGNIFICANCE}
 *       after correction, and the standard mean at the end is no more than {@link #STANDARD_TOLERANCE} below its value
 *       at the start and at the peak;
 *   <li><b>no inversion</b> if the drop is smaller than {@link #SMALLEST_DROP} and its interval excludes
 *       {@link #LARGE_DROP};
 *   <li><b>inconclusive</b> otherwise, and with fewer than {@link #FEWEST_CHECKPOINTS} complete checkpoints.
 * </ul>
 *
 * The rise before the peak is measured and said, and is no condition: a base model that already reads its context
 * perfectly can only fall.
 */
public final class VerdictRule {
    /** Counts up with every change of the rule or of a number in it. */
    public static final int VERSION = 1;

    /** A smaller drop is not called an inversion however sure it is; the paper's smallest is 0.08. */
    public static final double SMALLEST_DROP = 0.05;

    /** "No inversion" means that a drop of this size is excluded. */
    public static final double LARGE_DROP = 0.10;

    /** Family-wise level of the corrected tests. */
    public static final double SIGNIFICANCE = 0.05;

    /** A standard mean that ends this much lower has not fallen. */
    public static final double STANDARD_TOLERANCE = 0.02;

    /** Start, peak and end. */
    public static final int FEWEST_CHECKPOINTS = 3;

    private final ClusterBootstrap bootstrap;

    public VerdictRule(ClusterBootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Judges a curve.
     *
     * @param curve its points
     * @param outcomesAt the conflict suite's outcomes at a step; asked for the start, the peak and the end only
     */
    public Verdict judge(Curve curve, IntFunction<SuiteOutcomes> outcomesAt) {
        List<CurvePoint> points = curve.completePoints();
        if (points.size() < 2) {
            return verdict(State.INCONCLUSIVE, points.size(), Optional.empty());
        }
        Evidence evidence = gather(points, outcomesAt);
        return verdict(state(evidence, points.size()), points.size(), Optional.of(evidence));
    }

    private Evidence gather(List<CurvePoint> points, IntFunction<SuiteOutcomes> outcomesAt) {
        Moment start = moment(points.get(0));
        Moment end = moment(points.get(points.size() - 1));
        Moment peak = moment(points.stream()
                .max(Comparator.comparingDouble((CurvePoint point) ->
                                point.counterfactual().orElseThrow().value())
                        .thenComparing(CurvePoint::step, Comparator.reverseOrder()))
                .orElseThrow());
        SuiteOutcomes atPeak = outcomesAt.apply(peak.step());
        PairedChange rise =
                PairedChange.between(atPeak, outcomesAt.apply(start.step()), ItemOutcome::contextShare, bootstrap);
        PairedChange drop =
                PairedChange.between(atPeak, outcomesAt.apply(end.step()), ItemOutcome::contextShare, bootstrap);
        int candidates = points.size() - 1;
        double corrected = Math.min(1, candidates * Math.max(drop.mcNemarP(), drop.clusterSignP()));
        return new Evidence(start, peak, end, rise, drop, candidates, corrected, trend(start, peak, end));
    }

    private static State state(Evidence evidence, int checkpoints) {
        if (checkpoints < FEWEST_CHECKPOINTS) {
            return State.INCONCLUSIVE;
        }
        if (evidence.dropShown()) {
            return evidence.standard() == StandardTrend.HELD ? State.INVERSION : State.INCONCLUSIVE;
        }
        Estimate drop = evidence.drop().decrease();
        return drop.value() < SMALLEST_DROP && drop.high() < LARGE_DROP ? State.NO_INVERSION : State.INCONCLUSIVE;
    }

    private static StandardTrend trend(Moment start, Moment peak, Moment end) {
        OptionalDouble atEnd = end.standardMean();
        if (atEnd.isEmpty()
                || start.standardMean().isEmpty()
                || peak.standardMean().isEmpty()) {
            return StandardTrend.UNKNOWN;
        }
        double highest =
                Math.max(start.standardMean().getAsDouble(), peak.standardMean().getAsDouble());
        return atEnd.getAsDouble() >= highest - STANDARD_TOLERANCE ? StandardTrend.HELD : StandardTrend.FELL;
    }

    private static Moment moment(CurvePoint point) {
        return new Moment(
                point.step(),
                point.counterfactual().orElseThrow(),
                point.parametric().orElseThrow(),
                point.standardMean());
    }

    private static Verdict verdict(State state, int checkpoints, Optional<Evidence> evidence) {
        return new Verdict(state, VerdictSentence.of(state, checkpoints, evidence), evidence, VERSION);
    }
}
