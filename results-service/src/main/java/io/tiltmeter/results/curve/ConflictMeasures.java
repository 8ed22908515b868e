package io.tiltmeter.results.curve;

import java.util.Optional;

/**
 * What is reported of a knowledge-conflict suite beside its two accuracies. Shares lie in [0, 1]; intervals are over
 * resampled clusters, and absent for numbers that were stored without.
 *
 * @param memorizationRatio parametric accuracy over the sum of both accuracies: among the answers that follow the context or
 *     memory, how many follow memory (Longpre et al. 2021, Entity-Based Knowledge Conflicts in Question Answering,
 *     section 3; an answer with both counts once in each accuracy). Absent where both are 0 or one is not known
 * @param both share of answers with the context answer and the memory answer; absent where it is not known
 * @param neither share of answers with none of them; absent where it is not known
 * @param marginNats mean over items of how much likelier the context answer is than the memory answer, in nats a token;
 *     absent unless the scorer asks for likelihoods
 */
public record ConflictMeasures(
        Optional<Bounded> memorizationRatio,
        Optional<Bounded> both,
        Optional<Bounded> neither,
        Optional<Bounded> marginNats) {
    public static final ConflictMeasures NONE =
            new ConflictMeasures(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Digits that a difference of shares is rounded to: beyond them are the rounding errors of its parts. */
    private static final double DIGITS = 1e12;

    /**
     * What follows from accuracies alone; only {@code neither} has an interval.
     *
     * @param context counterfactual accuracy
     * @param memory parametric accuracy, where it is known
     * @param either share of answers with either answer, where it is known
     */
    public static ConflictMeasures of(Estimate context, Optional<Estimate> memory, Optional<Estimate> either) {
        return new ConflictMeasures(
                memory.map(known -> ratio(context.value(), known.value()))
                        .filter(ratio -> !Double.isNaN(ratio))
                        .map(ConflictMeasures::unbounded),
                memory.flatMap(
                        known -> either.map(any -> unbounded(both(context.value(), known.value(), any.value())))),
                either.map(any -> new Bounded(
                        rounded(1 - any.value()),
                        Optional.of(any).filter(Estimate::hasBounds).map(bounds -> rounded(1 - bounds.high())),
                        Optional.of(any).filter(Estimate::hasBounds).map(bounds -> rounded(1 - bounds.low())))),
                Optional.empty());
    }

    /**
     * The same with the intervals of resamples.
     *
     * @param ratios the memorization ratio in each; NaN where it has none
     * @param boths the share with both answers in each
     */
    ConflictMeasures withResamples(double[] ratios, double[] boths, Optional<Bounded> margin) {
        return new ConflictMeasures(
                memorizationRatio.map(ratio -> Bounded.of(ratio.value(), ratios)),
                both.map(share -> Bounded.of(share.value(), boths)),
                neither,
                margin);
    }

    /** The same with stored bounds. */
    public ConflictMeasures with(Optional<Interval> ofRatio, Optional<Interval> ofBoth, Optional<Bounded> margin) {
        return new ConflictMeasures(
                memorizationRatio.map(ratio -> bounded(ratio, ofRatio)),
                both.map(share -> bounded(share, ofBoth)),
                neither,
                margin);
    }

    /** Two bounds. */
    public record Interval(double low, double high) {}

    private static Bounded bounded(Bounded number, Optional<Interval> bounds) {
        return new Bounded(number.value(), bounds.map(Interval::low), bounds.map(Interval::high));
    }

    private static Bounded unbounded(double value) {
        return new Bounded(value, Optional.empty(), Optional.empty());
    }

    /** NaN where both accuracies are 0. */
    static double ratio(double context, double memory) {
        return context + memory == 0 ? Double.NaN : memory / (context + memory);
    }

    /** An answer with both is in both accuracies, and counts once among those with either. */
    static double both(double context, double memory, double either) {
        return Math.max(0, rounded(context + memory - either));
    }

    private static double rounded(double share) {
        return Math.rint(share * DIGITS) / DIGITS;
    }
}
