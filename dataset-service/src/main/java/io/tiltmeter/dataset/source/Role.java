package io.tiltmeter.dataset.source;

import java.util.Locale;
import java.util.Map;

/** Who speaks in a turn. */
public enum Role {
    USER,
    ASSISTANT;

    static final String SYSTEM = "system";

    private static final Map<String, Role> NAMES = Map.of(
            "user", USER,
            "human", USER,
            "prompter", USER,
            "assistant", ASSISTANT,
            "gpt", ASSISTANT,
            "chatgpt", ASSISTANT,
            "model", ASSISTANT);

    /** As in files: {@code user} or {@code assistant}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role named(String name) throws UnfitRow {
        Role role = NAMES.get(name.toLowerCase(Locale.ROOT));
        if (role == null) {
            throw new UnfitRow("role \"" + name + "\" is none of system, user (human), assistant (gpt)");
        }
        return role;
    }
}
