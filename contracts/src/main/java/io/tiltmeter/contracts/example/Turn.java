package io.tiltmeter.contracts.example;

/**
 * What one side says.
 *
 * @param role who
 * @param text never blank
 */
public record Turn(Role role, String text) {
    public Turn {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the text of a turn of the " + role.label() + " is blank");
        }
    }
}
