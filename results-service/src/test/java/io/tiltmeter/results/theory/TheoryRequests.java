package io.tiltmeter.results.theory;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;

/** Requests as a client sends them, with the defaults of the schema. */
final class TheoryRequests {
    /** Eight tests of one memory strength, without held-out examples: what the tables of mixes and augmentation are of. */
    static final String SMALL =
            "'tests': 8, 'test_delta_m': 0.6, 'held_out': 0, 'steps': 800, 'context_critical': 8, 'non_context_critical': 8";

    private static final RequestReader READER = new RequestReader();

    private TheoryRequests() {}

    /** @param fields of a JSON object, with single quotes */
    static TheoryRequest of(String fields) {
        try {
            return READER.checkWithDefaults(
                    "theory-request",
                    TheoryRequest.class,
                    Json.document("{" + fields.replace('\'', '"') + "}"),
                    (json, faults) -> {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(fields, e);
        }
    }

    /** As {@link #SMALL}, with further fields. */
    static TheoryRequest small(String fields) {
        return of(fields.isEmpty() ? SMALL : SMALL + ", " + fields);
    }
}
