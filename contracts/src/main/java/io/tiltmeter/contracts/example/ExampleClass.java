package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an example's answer can be found (Goyal et al., section 4): the three classes of finetuning examples. */
public enum ExampleClass {
    /** The answer is only in the context. */
    @JsonProperty("context_critical")
    CONTEXT_CRITICAL,
    /** The context agrees with what the model already knows. */
    @JsonProperty("non_context_critical")
    NON_CONTEXT_CRITICAL,
    /** No context: pure recall. */
    @JsonProperty("subject_critical")
    SUBJECT_CRITICAL,
    /** Not labelled. */
    @JsonProperty("unlabelled")
    UNLABELLED
}
