package io.tiltmeter.contracts.suite;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a suite measures, and so which flags of an outcome are its accuracies. */
public enum SuiteKind {
    /** The context contradicts memory: counterfactual accuracy and parametric accuracy. */
    @JsonProperty("knowledge_conflict")
    KNOWLEDGE_CONFLICT,
    /** The context, if any, does not contradict memory: one accuracy, a component of the standard mean. */
    @JsonProperty("standard")
    STANDARD
}
