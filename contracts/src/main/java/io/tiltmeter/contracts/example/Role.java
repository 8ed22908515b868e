package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who speaks in a turn. */
public enum Role {
    @JsonProperty("user")
    USER,
    @JsonProperty("assistant")
    ASSISTANT;

    /** As in files: {@code user} or {@code assistant}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
