package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** JSON as strangers send it: bounded depth and lengths, no name twice in an object, nothing after the value. */
final class JsonRows {
    private static final int MAX_DEPTH = 64;

    private JsonRows() {}

    static ObjectReader reader(ReadLimits limits) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(limits.rowBytes())
                        .maxNameLength(1000)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .build()
                .readerFor(JsonNode.class)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** What is wrong with the JSON, and in which column. */
    static String reason(JsonProcessingException e) {
        String what = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        String where =
                e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
        return "this is not valid JSON" + where + ": " + what;
    }

    /** The row of an object, or the reason why the value is none. */
    static RowReading row(long line, String place, JsonNode value) {
        if (!value.isObject()) {
            return new RowReading.Rejected(new RowFault(
                    line,
                    place,
                    "the row is of type " + value.getNodeType().name().toLowerCase(Locale.ROOT)
                            + ", not an object with named columns"));
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new RowReading.Read(new SourceRow(line, place, fields));
    }
}
