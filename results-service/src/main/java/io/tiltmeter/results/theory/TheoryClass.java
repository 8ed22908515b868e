package io.tiltmeter.results.theory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an example trains (Goyal et al., sections 4 and 5). */
public enum TheoryClass {
    /** C: the answer is only in the context. */
    @JsonProperty("context_critical")
    CONTEXT_CRITICAL,
    /** C+S: the context agrees with what is memorised of the subject. */
    @JsonProperty("non_context_critical")
    NON_CONTEXT_CRITICAL,
    /** S: no context, the answer is memorised. */
    @JsonProperty("subject_critical")
    SUBJECT_CRITICAL,
    /** Augmentation: the context contradicts what is memorised, and its answer is the target. */
    @JsonProperty("counterfactual")
    COUNTERFACTUAL
}
