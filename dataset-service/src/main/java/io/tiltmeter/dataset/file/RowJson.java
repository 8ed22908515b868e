package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Rows of JSON: no name twice in an object, nothing after the value. */
final class RowJson {
    private final ObjectReader json;

    RowJson(int maxBytes) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxBytes)
                        .build())
                .build();
        json = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(JsonNode.class);
    }

    FileRow row(long line, String path, RowBytes bytes) {
        try {
            return row(line, path, bytes.text());
        } catch (UnfitRow e) {
            return new FileRow.Rejected(new RowFault(line, path, e.getMessage()));
        }
    }

    FileRow row(long line, String path, String text) {
        try {
            JsonNode value = json.readTree(text);
            return value.isMissingNode()
                    ? new FileRow.Rejected(new RowFault(line, path, "the row is empty: an object is wanted"))
                    : new FileRow.Read(line, path, value, text.length());
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " (line " + (Math.max(1, line) + e.getLocation().getLineNr() - 1) + ", column "
                            + e.getLocation().getColumnNr() + ")";
            String reason = "the row is not valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + at;
            return new FileRow.Rejected(new RowFault(line, path, reason));
        }
    }
}
