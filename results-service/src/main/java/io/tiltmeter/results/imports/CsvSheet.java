package io.tiltmeter.results.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.tiltmeter.results.imports.SheetRow.Cell;
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
 * Comma-separated values as RFC 4180 has them, and as spreadsheets write them: with a byte order mark, with semicolons or
 * tabs, with lines that end in either way.
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

    /** @throws IOException if the bytes are no text */
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

    /** Whether numbers may have a decimal comma, as they do where a semicolon separates. */
    @Override
    public boolean hasDecimalCommas() {
        return separator == ';';
    }

    @Override
    public Optional<SheetRow> next() throws IOException {
        Optional<List<Cell>> cells = line();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Cell> byName = new HashMap<>();
        List<Cell> row = cells.get();
        Place place = new Place(row.isEmpty() ? 0 : row.get(0).place().line(), 0);
        if (row.size() != columns.size()) {
            faults.add(
                    place.toString(),
                    row.size() + " cells",
                    "has another number of cells than the header, " + columns.size(),
                    "put a text that holds the separator in quotes, and leave what is not known empty");
            return Optional.of(new SheetRow(place, Map.of()));
        }
        for (int column = 0; column < row.size(); column++) {
            if (!row.get(column).text().isBlank()) {
                byName.put(columns.get(column), row.get(column));
            }
        }
        return Optional.of(new SheetRow(place, byName));
    }

    private List<String> header() throws IOException {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Cell cell : line().orElse(List.of())) {
            String name = ColumnName.of(cell.text());
            if (!seen.add(name)) {
                faults.add(
                        cell.place().toString(), cell.text(), "is a column that is there before", "keep one of them");
            }
            names.add(name);
        }
        return names;
    }

    /** One line's cells; empty behind the last. */
    private Optional<List<Cell>> line() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            long line = 0;
            List<Cell> cells = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                cells.add(new Cell(parser.getText(), new Place(line, cells.size() + 1L)));
            }
            return Optional.of(cells);
        } catch (CharConversionException notText) {
            throw new NotATable("body", "is no UTF-8 text", "save it as UTF-8", notText);
        } catch (JsonProcessingException e) {
            throw NotATable.of(e, "is no CSV");
        }
    }

    /** The one of the separators that the first line has most of, quoted texts left out. */
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
        int most = 0;
        for (int candidate = 1; candidate < counts.length; candidate++) {
            most = counts[candidate] > counts[most] ? candidate : most;
        }
        return SEPARATORS.charAt(most);
    }
}
