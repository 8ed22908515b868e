package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.Sha256;

/**
 * What a labelling is made from, with every default filled in.
 *
 * @param measurement that it needs; {@code question} in the stored JSON
 * @param share of the rows with a context that count as non-context-critical, in [0, 1]
 * @param score what rows are ordered by: loss_without_context or loss_difference
 */
public record LabelingRecipe(@JsonProperty("question") MeasurementRequest measurement, double share, String score) {
    private static final int HASH_DIGITS_IN_ID = 12;

    String sha256() {
        return Sha256.of("labeling\n" + measurement.id() + "\n" + share + "\n" + score);
    }

    /** The name of one that has no other. */
    String id() {
        return "labeling-" + sha256().substring(0, HASH_DIGITS_IN_ID);
    }
}
