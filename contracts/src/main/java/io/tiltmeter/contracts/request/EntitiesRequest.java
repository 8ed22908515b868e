package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where substitutes come from: in JSON {@code "rows"} for those of the mixture's own rows, or a list of entities.
 *
 * @param table the entities; empty for the rows' own
 */
public record EntitiesRequest(List<EntityRequest> table) {
    private static final String ROWS = "rows";

    public EntitiesRequest {
        table = List.copyOf(table);
    }

    /** Those of the mixture's own rows. */
    public static EntitiesRequest ofRows() {
        return new EntitiesRequest(List.of());
    }

    /**
     * From JSON that its schema allows.
     *
     * @throws IllegalArgumentException if it is neither
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EntitiesRequest ofJson(Object json) {
        if (json instanceof List<?> list) {
            return new EntitiesRequest(
                    list.stream().map(EntitiesRequest::entity).toList());
        }
        if (ROWS.equals(json)) {
            return ofRows();
        }
        throw refused(json);
    }

    @JsonValue
    Object json() {
        return table.isEmpty() ? ROWS : table;
    }

    private static EntityRequest entity(Object json) {
        if (json instanceof Map<?, ?> fields
                && fields.get("name") instanceof String name
                && fields.get("type") instanceof String type) {
            Stream<?> aliases = fields.get("aliases") instanceof List<?> list ? list.stream() : Stream.empty();
            return new EntityRequest(name, type, aliases.map(String::valueOf).toList());
        }
        throw refused(json);
    }

    private static IllegalArgumentException refused(Object json) {
        return new IllegalArgumentException("entities " + json
                + " are neither \"rows\" nor a list of objects with name, type and aliases: send one of the two");
    }
}
