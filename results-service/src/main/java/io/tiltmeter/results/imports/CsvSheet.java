package io.tiltmeter.results.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Comma-separated values, RFC 4180, and the variants that spreadsheets write: with a byte order mark, with semicolons or
 * tabs, with either line ending.
 */
final class CsvSheet implements Sheet {
    private static final String SEPARATORS = ",;\t";
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_CELL_LENGTH)
                    .build())
            .build();

    private final CsvParser parser;
    private final char separator;
    private final FaultList faults;
    private final List<String> columns;

    /** @throws IOException if the bytes are not text */
    CsvSheet(byte[] text, FaultList faults) throws IOException {
        this.faults = faults;
        this.separator = separator(text);
        this.parser = FACTORY.createParser(text);
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
        this.columns = header();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    /** Whether numbers may have a decimal comma, as they do if a semicolon separates cells. */
    @Override
    public boolean hasDecimalCommas() {
        return separator == ';';
    }

    @Override
    public Optional<Row> next() throws IOException {
        Optional<List<Cell>> cells = line();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Cell> byName = new HashMap<>();
        List<Cell> row = cells.get();
        Position position =
                new Position(row.isEmpty() ? 0 : row.get(0).position().line(), 0);
        if (row.size() != columns.size()) {
            faults.add(
                    position.toString(),
                    row.size() + " cells",
                    "has another number of cells than the header, " + columns.size(),
                    "put a text that holds the separator in quotes, and leave unknown values empty");
            return Optional.of(new Row(position, Map.of()));
        }
        for (int column = 0; column < row.size(); column++) {
            if (!row.get(column).text().isBlank()) {
                byName.put(columns.get(column), row.get(column));
            }
        }
        return Optional.of(new Row(position, byName));
    }

    private List<String> header() throws IOException {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Cell cell : line().orElse(List.of())) {
            String name = ColumnName.of(cell.text());
            if (!seen.add(name)) {
                faults.add(
                        cell.position().toString(), cell.text(), "is a second column of this name", "keep one of them");
            }
            names.add(name);
        }
        return names;
    }

    /** The cells of the next line; empty after the last. */
    private Optional<List<Cell>> line() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            long line = 0;
            List<Cell> cells = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                cells.add(new Cell(parser.getText(), new Position(line, cells.size() + 1L)));
            }
            return Optional.of(cells);
        } catch (CharConversionException notText) {
            throw new UnreadableTable("body", "is not UTF-8 text", "save it as UTF-8", notText);
        } catch (JsonProcessingException e) {
            throw UnreadableTable.of(
                    e,
                    "is not CSV from here on: a quote is never closed, text stands behind one that closes a cell, or a"
                            + " cell is longer than " + MAX_CELL_LENGTH + " characters");
        }
    }

    /** The separator that is most frequent in the first line, outside quotes. */
    private static char separator(byte[] text) {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (byte each : text) {
            if (each == '"') {
                quoted = !quoted;
            } else if (!quoted && (each == '\n' || each == '\r')) {
                break;
            } else if (!quoted && SEPARATORS.indexOf(each) >= 0) {
                counts[SEPARATORS.indexOf(each)]++;
            }
        }
        int frequent = 0;
        for (int candidate = 1; candidate < counts.length; candidate++) {
            frequent = counts[candidate] > counts[frequent] ? candidate : frequent;
        }
        return SEPARATORS.charAt(frequent);
    }
}
