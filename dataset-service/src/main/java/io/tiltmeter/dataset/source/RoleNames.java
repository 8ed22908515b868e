package io.tiltmeter.dataset.source;

import io.tiltmeter.contracts.example.Role;
import java.util.Locale;
import java.util.Map;

/** What the formats of conversations call who speaks. */
final class RoleNames {
    static final String SYSTEM = "system";

    private static final Map<String, Role> NAMES = Map.of(
            "user", Role.USER,
            "human", Role.USER,
            "prompter", Role.USER,
            "assistant", Role.ASSISTANT,
            "gpt", Role.ASSISTANT,
            "chatgpt", Role.ASSISTANT,
            "model", Role.ASSISTANT);

    private RoleNames() {}

    static Role role(String name) throws UnfitRow {
        Role role = NAMES.get(name.toLowerCase(Locale.ROOT));
        if (role == null) {
            throw new UnfitRow("role \"" + name + "\" is none of system, user (human), assistant (gpt)");
        }
        return role;
    }
}
