package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a file of any format.
 *
 * @param line where it begins, from 1; for files without lines, the row's number from 1
 * @param place where it stands when a line holds many rows, such as {@code data[3].paragraphs[0].qas[2]}; else empty
 * @param fields by column, in the file's order; every value of a CSV file is a text
 */
public record SourceRow(long line, String place, Map<String, JsonNode> fields) {
    public SourceRow {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
