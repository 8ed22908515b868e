package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What one side says.
 *
 * @param role who
 * @param text never blank
 * @param masked whether an answer is read and not learnt: no loss is taken on it; only the assistant's turns can be
 */
public record Turn(
        Role role,
        String text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean masked) {
    public Turn {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the text of a turn of the " + role.label() + " is blank");
        }
        if (masked && role != Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "a turn of the " + role.label() + " is masked, and only the assistant's turns are learnt at all");
        }
    }

    /** A turn that is learnt if it is an answer. */
    public Turn(Role role, String text) {
        this(role, text, false);
    }

    /** As files have it, which leave {@code masked} out where it is false: JSON of services refuses a missing boolean. */
    @JsonCreator
    static Turn read(
            @JsonProperty("role") Role role,
            @JsonProperty("text") String text,
            @JsonProperty("masked") Optional<Boolean> masked) {
        return new Turn(role, text, masked.orElse(false));
    }
}
