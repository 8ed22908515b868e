package io.tiltmeter.results.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The same table as an array of objects, or as an object that holds one under {@code points}, {@code labels} or
 * {@code rows}, and may say beside it whether every checkpoint answered the {@code same_items}; the points of our own curves
 * are read so.
 */
final class JsonSheet implements Sheet {
    private static final Set<String> ROWS = Set.of("points", "labels", "rows");
    private static final String SAME_ITEMS = "same_items";
    private static final int MAX_DEPTH = 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_CELL_LENGTH)
                    .build())
            .build();

    private final byte[] json;
    private final JsonParser parser;
    private final FaultList faults;
    private final Set<String> columns = new LinkedHashSet<>();
    private boolean isObject;
    private Optional<Boolean> sameItems = Optional.empty();

    /** @throws UnreadableTable if it is not JSON, or has no array of rows */
    JsonSheet(byte[] json, FaultList faults) throws IOException {
        this.faults = faults;
        this.json = json;
        this.parser = FACTORY.createParser(json);
        try {
            openRows();
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<String> columns() {
        return List.copyOf(columns);
    }

    @Override
    public boolean hasDecimalCommas() {
        return false;
    }

    @Override
    public Optional<Boolean> sameItems() {
        return sameItems;
    }

    @Override
    public Optional<Row> next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                    if (readBeside(parser.currentName())) {
                        parser.skipChildren();
                    }
                }
                return Optional.empty();
            }
            Position position = here();
            if (token != JsonToken.START_OBJECT) {
                faults.add(position.toString(), "", "is not an object", "send an array of objects, one a row");
                parser.skipChildren();
                return Optional.of(new Row(position, Map.of()));
            }
            Map<String, Cell> cells = new HashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                cell(parser.currentName(), cells);
            }
            return Optional.of(new Row(position, cells));
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private UnreadableTable unreadable(JsonProcessingException e) {
        return JsonFlaw.first(json, MAX_DEPTH, Numbers.STRICT)
                .map(flaw -> new UnreadableTable(
                        flaw.place(),
                        "is not JSON from here on: found " + flaw.found() + ", expected " + flaw.expected(),
                        "correct it there",
                        e))
                .orElseGet(() -> UnreadableTable.of(
                        e, "has a text, name or number of more than " + MAX_CELL_LENGTH + " characters"));
    }

    private void openRows() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            isObject = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (readBeside(parser.currentName())) {
                    return;
                }
            }
        }
        if (first != JsonToken.START_ARRAY) {
            throw new UnreadableTable(
                    "body",
                    "is neither an array of objects nor an object with such an array under one of "
                            + ROWS.stream().sorted().toList(),
                    "send an object a checkpoint, or a step and item",
                    null);
        }
    }

    /** Reads a field beside the rows; true if it is the rows, which are left to be read. */
    private boolean readBeside(String field) throws IOException {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY && ROWS.contains(field)) {
            return true;
        }
        if (field.equals(SAME_ITEMS) && value != JsonToken.VALUE_NULL) {
            if (value.isBoolean()) {
                sameItems = Optional.of(value == JsonToken.VALUE_TRUE);
            } else {
                faults.add(
                        here().named(SAME_ITEMS),
                        value.isScalarValue() ? parser.getText() : "",
                        "is neither true nor false",
                        "send true if every checkpoint answered the same items, or leave it out");
            }
        }
        parser.skipChildren();
        return false;
    }

    private void cell(String field, Map<String, Cell> cells) throws IOException {
        String name = ColumnName.of(field);
        JsonToken value = parser.nextToken();
        Position position = here();
        if (value == JsonToken.START_OBJECT && field.equals("standard")) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String benchmark = ColumnName.STANDARD + parser.currentName();
                parser.nextToken();
                scalar(benchmark, here(), cells);
            }
            return;
        }
        scalar(name, position, cells);
    }

    private void scalar(String name, Position position, Map<String, Cell> cells) throws IOException {
        columns.add(name);
        JsonToken value = parser.currentToken();
        if (value.isStructStart()) {
            parser.skipChildren();
            cells.put(name, new Cell("of several values", position));
        } else if (value != JsonToken.VALUE_NULL && !parser.getText().isBlank()) {
            if (cells.put(name, new Cell(parser.getText().strip(), position)) != null) {
                faults.add(position.named(name), "", "appears twice under several names", "keep one of them");
            }
        }
    }

    private Position here() {
        JsonLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }
}
