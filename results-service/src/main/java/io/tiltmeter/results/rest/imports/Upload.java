package io.tiltmeter.results.rest.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.imports.ImportReader.Form;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

/** Bodies and responses of imports. */
final class Upload {
    static final int MAX_FILE_BYTES = 64 << 20;

    /** What a file of many short rows takes while it is imported; measured. */
    static final int TIMES_ITS_SIZE = 40;

    /** What the most rows of a table, or values of a results file, take without their texts; measured. */
    static final long VALUES_BYTES = 64 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private Upload() {}

    /** @throws InvalidRequest if it is longer than allowed */
    static byte[] bytes(InputStream body, int maxBytes, String remedy) {
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(maxBytes + 1);
            checkLength(bytes, maxBytes, remedy);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws InvalidRequest if it is longer than allowed */
    static void checkLength(byte[] bytes, int maxBytes, String remedy) {
        if (bytes.length > maxBytes) {
            throw new InvalidRequest(List.of(new Fault(
                    "body", "of more than " + maxBytes + " bytes", "is longer than " + maxBytes + " bytes", remedy)));
        }
    }

    /** 201 if something was stored, else 200, with the curve of the run as location. */
    static Response response(boolean isChanged, String runId, Object result) {
        URI curve = URI.create("/api/v1/runs/" + runId + "/curves");
        return (isChanged ? Response.created(curve) : Response.ok().location(curve))
                .entity(result)
                .build();
    }

    /** JSON begins with a bracket, and no CSV that is read here does. */
    static Form form(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '{' || each == '[') {
                return Form.JSON;
            }
            if (each > ' ') {
                return Form.CSV;
            }
        }
        return Form.CSV;
    }

    /** Whether this is an object with an object {@code results}: a results file of lm-evaluation-harness. */
    static boolean isHarness(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean results = parser.currentName().equals("results");
                if (parser.nextToken() == JsonToken.START_OBJECT && results) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException broken) {
            // reported where the file is read
            return false;
        }
    }
}
