package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * Where substitutes come from: in JSON {@code "rows"} for those of the mixture's own rows, or a list of entities.
 *
 * @param table the entities; empty for the rows' own
 */
public record EntitiesRequest(List<EntityRequest> table) {
    private static final String ROWS = "rows";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EntitiesRequest {
        table = List.copyOf(table);
    }

    /** Those of the mixture's own rows. */
    public static EntitiesRequest ofRows() {
        return new EntitiesRequest(List.of());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EntitiesRequest named(String name) {
        if (!name.equals(ROWS)) {
            throw new IllegalArgumentException("entities \"" + name + "\" are neither \"rows\" nor a list of entities");
        }
        return ofRows();
    }

    @JsonValue
    Object json() {
        return table.isEmpty() ? ROWS : table;
    }
}
