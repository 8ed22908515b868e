package io.tiltmeter.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a study is about: the effect of a setting on a quantity.
 *
 * @param by the setting, by its request name; some of the study's conditions differ in it alone
 * @param at of which quantity
 */
public record ComparedSetting(String by, Quantity at) {
    /** What is compared. */
    public enum Quantity {
        /** The drop of counterfactual accuracy from its peak to the end. */
        @JsonProperty("drop")
        DROP,
        /** Counterfactual accuracy at the end. */
        @JsonProperty("end")
        END,
        /** Counterfactual accuracy where both runs have the same standard mean. */
        @JsonProperty("equal_standard_mean")
        EQUAL_STANDARD_MEAN
    }
}
