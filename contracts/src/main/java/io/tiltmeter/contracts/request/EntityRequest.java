package io.tiltmeter.contracts.request;

import java.util.List;

/**
 * An entity that may stand in the place of another of its type.
 *
 * @param name its full name
 * @param type {@code person}, {@code place}, {@code organisation} or {@code year}
 * @param aliases its other names
 */
public record EntityRequest(String name, String type, List<String> aliases) {
    public EntityRequest {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
    }
}
