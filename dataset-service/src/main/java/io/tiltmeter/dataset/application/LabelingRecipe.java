package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Sha256;

/**
 * What a labelling is made from, nothing left open.
 *
 * @param question what evaluators are asked
 * @param share of the rows with a context that count as non-context-critical, in [0, 1]
 * @param score what rows are ordered by: loss_without_context or loss_difference
 */
public record LabelingRecipe(MeasurementRequest question, double share, String score) {
    private static final int HASH_DIGITS_IN_ID = 12;

    String sha256() {
        return Sha256.of("labeling\n" + question.id() + "\n" + share + "\n" + score);
    }

    /** The name of one that has no other. */
    String id() {
        return "labeling-" + sha256().substring(0, HASH_DIGITS_IN_ID);
    }
}
