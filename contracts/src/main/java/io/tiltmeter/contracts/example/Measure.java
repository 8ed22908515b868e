package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What is measured of examples. */
public enum Measure {
    /** The losses of their answers under a model, and their lengths in its tokens. */
    @JsonProperty("losses")
    LOSSES,
    /** Their lengths alone: the model's tokenizer is read, its weights are not. */
    @JsonProperty("tokens")
    TOKENS;

    /** As in events: {@code losses} or {@code tokens}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
