package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;

/** Records as JSON, in a text column or one a line of a file. */
final class Documents {
    private Documents() {}

    static String write(Object document) {
        return Json.mapper().valueToTree(document).toString();
    }

    static void writeLines(List<?> documents, OutputStream out) throws IOException {
        for (Object document : documents) {
            out.write(Json.mapper().writeValueAsBytes(document));
            out.write('\n');
        }
    }

    /** Reads the document in a column of a row. */
    static <T> RowMapper<T> in(String column, Class<T> type) {
        return (row, context) -> read(row.getString(column), type);
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " can no longer be read", e);
        }
    }
}
