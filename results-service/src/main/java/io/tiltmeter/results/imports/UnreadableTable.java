package io.tiltmeter.results.imports;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.results.imports.Sheet.Position;
import java.io.IOException;

/** A file that cannot be read on from some place. */
final class UnreadableTable extends IOException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String limit;
    private final String remedy;

    UnreadableTable(String field, String limit, String remedy, Throwable cause) {
        super(field + " " + limit, cause);
        this.field = field;
        this.limit = limit;
        this.remedy = remedy;
    }

    /** @param reason what is wrong from there on */
    static UnreadableTable of(JsonProcessingException e, String reason) {
        JsonLocation at = e.getLocation();
        String position =
                at == null || at.getLineNr() < 0 ? "body" : new Position(at.getLineNr(), at.getColumnNr()).toString();
        return new UnreadableTable(position, reason, "correct it there", e);
    }

    void addTo(FaultList faults) {
        faults.add(field, "", limit, remedy);
    }
}
