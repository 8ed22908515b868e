package io.tiltmeter.results.imports;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** A file that cannot be read on from some place. */
final class NotATable extends IOException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String limit;
    private final String remedy;

    NotATable(String field, String limit, String remedy, Throwable cause) {
        super(field + " " + limit, cause);
        this.field = field;
        this.limit = limit;
        this.remedy = remedy;
    }

    static NotATable of(JsonProcessingException e, String what) {
        JsonLocation at = e.getLocation();
        String place =
                at == null || at.getLineNr() < 0 ? "body" : new Place(at.getLineNr(), at.getColumnNr()).toString();
        return new NotATable(place, what + " from here on: " + e.getOriginalMessage(), "mend it there", e);
    }

    void addTo(FaultList faults) {
        faults.add(field, "", limit, remedy);
    }
}
