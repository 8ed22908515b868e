package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;

/**
 * One suite's accuracies at one checkpoint.
 *
 * @param step the checkpoint's step
 * @param task the suite's short name, such as {@code cf_lab}
 * @param kind which of the accuracies mean something
 * @param items items scored
 * @param contextAnswer share of items whose answer follows the context: the counterfactual accuracy of a
 *     knowledge-conflict suite
 * @param memoryAnswer share of items whose answer follows memory: its parametric accuracy
 * @param correct share of items with either: the accuracy of a standard suite
 */
public record SuiteScore(
        int step,
        String task,
        SuiteKind kind,
        int items,
        Estimate contextAnswer,
        Estimate memoryAnswer,
        Estimate correct) {

    /** The accuracies of these outcomes, with their intervals. */
    public static SuiteScore of(
            int step, String task, SuiteKind kind, SuiteOutcomes outcomes, ClusterBootstrap bootstrap) {
        return new SuiteScore(
                step,
                task,
                kind,
                outcomes.itemCount(),
                outcomes.share(ItemOutcome::contextAnswerFound, bootstrap),
                outcomes.share(ItemOutcome::memoryAnswerFound, bootstrap),
                outcomes.share(ItemOutcome::correct, bootstrap));
    }
}
