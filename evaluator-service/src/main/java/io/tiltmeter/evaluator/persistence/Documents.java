package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Records as JSON, as the payload of work or one a line of a file. */
final class Documents {
    private Documents() {}

    static String write(Object document) {
        return Json.mapper().valueToTree(document).toString();
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can no longer be read", e);
        }
    }

    static void writeLines(List<?> documents, OutputStream out) throws IOException {
        for (Object document : documents) {
            out.write(Json.mapper().writeValueAsBytes(document));
            out.write('\n');
        }
    }
}
