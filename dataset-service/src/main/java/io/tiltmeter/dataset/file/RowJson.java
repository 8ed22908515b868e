package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.JsonFlaw;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rows of JSON: no name twice in an object, nothing after the value. */
final class RowJson {
    private static final String MARK = "\uFEFF";

    private final ObjectReader json;

    RowJson(int maxBytes) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxBytes)
                        .build())
                .build();
        json = JsonMapper.builder(factory).build().readerFor(JsonNode.class);
    }

    FileRow row(long line, String path, RowBytes bytes) {
        try {
            return row(line, path, bytes.text());
        } catch (UnfitRow e) {
            return new FileRow.Rejected(new RowFault(line, path, e.getMessage()));
        }
    }

    /** A row; a byte order mark in front of it, as files that were put together have one, is skipped. */
    FileRow row(long line, String path, String text) {
        try {
            JsonNode value = value(line, text.startsWith(MARK) ? text.substring(1) : text);
            return value.isMissingNode()
                    ? new FileRow.Rejected(new RowFault(line, path, "the row is empty: an object is wanted"))
                    : new FileRow.Read(line, path, value, text.length());
        } catch (UnfitRow e) {
            return new FileRow.Rejected(new RowFault(line, path, e.getMessage()));
        }
    }

    private JsonNode value(long line, String text) throws UnfitRow {
        try (JsonParser parser = json.createParser(text)) {
            JsonNode value = json.readTree(parser);
            if (value == null) {
                return json.createObjectNode().path("none");
            }
            checkEnd(line, text, parser);
            return value;
        } catch (JsonProcessingException e) {
            throw new UnfitRow("the row is not valid JSON: "
                    + JsonFlaw.first(text)
                            .map(flaw -> flaw.inFileFrom(line).toString())
                            .orElse("a text, name or number of it is too long"));
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot be read", e);
        }
    }

    /** @param line where the text begins in its file; 0 if it has no lines */
    private static String place(long line, JsonLocation location) {
        return " (line " + (Math.max(1, line) + location.getLineNr() - 1) + ", column " + location.getColumnNr() + ")";
    }

    /** The character is named rather than the token, since what follows is often no JSON. */
    private static void checkEnd(long line, String text, JsonParser parser) throws UnfitRow {
        JsonLocation end = parser.currentLocation();
        int at = (int) end.getCharOffset();
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length()) {
            String what = text.charAt(at) == '{' ? "another object" : "\"" + text.charAt(at) + "\"";
            throw new UnfitRow(
                    what + " follows the row" + place(line, end) + ": put one row on a line, and nothing else");
        }
    }
}
