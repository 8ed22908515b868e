package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.ItemShares.Measure;
import java.util.Optional;

/**
 * One suite's accuracies at one checkpoint.
 *
 * @param step the checkpoint's step
 * @param task the suite's short name, such as {@code cf_lab}
 * @param kind which of the accuracies mean something
 * @param items items scored; 0 for imported numbers that do not say how many
 * @param contextAnswer mean share of the answers to an item that follow the context: the counterfactual accuracy of a
 *     knowledge-conflict suite
 * @param memoryAnswer mean share of those that follow memory: its parametric accuracy; {@link Estimate#UNKNOWN} where
 *     imported numbers have none
 * @param correct mean share of those with either, or mean credit: the accuracy of a standard suite
 * @param measures what else is measured of a knowledge-conflict suite; none of a standard suite
 */
public record SuiteScore(
        int step,
        String task,
        SuiteKind kind,
        int items,
        Estimate contextAnswer,
        Estimate memoryAnswer,
        Estimate correct,
        ConflictMeasures measures) {

    /** The accuracies of these items, with their intervals. */
    public static SuiteScore of(int step, String task, SuiteKind kind, ItemShares shares, ClusterBootstrap bootstrap) {
        ResampledShares resampled = new ResampledShares(shares, bootstrap);
        Estimate[] estimates = resampled.estimates();
        return new SuiteScore(
                step,
                task,
                kind,
                shares.items().size(),
                estimates[Measure.CONTEXT.ordinal()],
                estimates[Measure.MEMORY.ordinal()],
                estimates[Measure.CORRECT.ordinal()],
                kind == SuiteKind.KNOWLEDGE_CONFLICT ? resampled.measures() : ConflictMeasures.NONE);
    }

    /** The accuracies of these outcomes, with their intervals. */
    public static SuiteScore of(
            int step, String task, SuiteKind kind, SuiteOutcomes outcomes, ClusterBootstrap bootstrap) {
        return of(step, task, kind, outcomes.shares(), bootstrap);
    }

    /** The parametric accuracy; empty where an import has none. */
    public Optional<Estimate> parametric() {
        return Optional.of(memoryAnswer).filter(known -> !known.equals(Estimate.UNKNOWN));
    }
}
