package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.application.DatasetRequestCheck;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The faults of requests, as {@link DatasetRequestCheck} and the schemas report them. */
final class RequestFaults {
    static final RequestReader READER = new RequestReader();

    private RequestFaults() {}

    static Fault at(String field, List<Fault> faults) {
        return faults.stream()
                .filter(fault -> fault.field().equals(field))
                .findFirst()
                .orElseThrow();
    }

    /** Of a mixture request. */
    static List<Fault> of(String json) {
        return faultsOf("mixture-request", MixtureRequest.class, json);
    }

    static List<Fault> faultsOf(String schema, Class<?> type, String json) {
        try {
            whole(schema, type, json);
            return List.of();
        } catch (InvalidRequest e) {
            return e.faults();
        }
    }

    static <T> T whole(String schema, Class<T> type, String json) {
        return READER.readWithDefaults(bytes(json), schema, type, DatasetRequestCheck::check);
    }

    static InputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
