package io.tiltmeter.dataset.suite.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CSV or TSV with a header. Each record is parsed alone, so that a faulty one harms no other; MMLU's files have no
 * header, and are known by six columns of which the last is a letter from A to D.
 */
final class CsvReader implements RowReader {
    private static final List<String> MMLU_COLUMNS = List.of("question", "A", "B", "C", "D", "answer");

    private final CsvRecords records;
    private final ObjectReader parser;
    private List<String> columns = List.of();

    CsvReader(InputStream bytes, char separator, ReadLimits limits) {
        this.records = new CsvRecords(new TextLines(bytes, limits.rowBytes()), limits.rowBytes());
        this.parser = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }

    @Override
    public Optional<RowReading> next() throws IOException {
        Optional<CsvRecords.Lines> record = records.next();
        if (record.isEmpty()) {
            return Optional.empty();
        }
        CsvRecords.Lines lines = record.get();
        if (lines.fault().isPresent()) {
            return Optional.of(fault(lines.number(), lines.fault().get()));
        }
        List<String> cells;
        try {
            cells = cells(lines.text());
        } catch (JsonProcessingException e) {
            return Optional.of(fault(lines.number(), "this is not valid CSV: " + e.getOriginalMessage()));
        }
        if (columns.isEmpty()) {
            if (!isMmlu(cells)) {
                return readHeader(lines.number(), cells);
            }
            columns = MMLU_COLUMNS;
        }
        return Optional.of(row(lines.number(), cells));
    }

    private List<String> cells(String text) throws IOException {
        try (var rows = parser.<List<String>>readValues(text)) {
            return rows.hasNextValue() ? rows.nextValue() : List.of();
        }
    }

    private Optional<RowReading> readHeader(long line, List<String> cells) throws IOException {
        List<String> names = cells.stream().map(String::strip).toList();
        if (new HashSet<>(names).size() < names.size()) {
            return Optional.of(new RowReading.Broken(
                    new RowFault(line, "", "a column name stands twice in the header: " + String.join(", ", names))));
        }
        columns = names;
        return next();
    }

    private RowReading row(long line, List<String> cells) {
        if (cells.size() != columns.size()) {
            return fault(
                    line,
                    "the row has " + cells.size() + " cells, the header " + columns.size()
                            + ": quote cells that hold a separator or a line end");
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i), TextNode.valueOf(cells.get(i)));
        }
        return new RowReading.Read(new SourceRow(line, "", fields));
    }

    private static boolean isMmlu(List<String> cells) {
        return cells.size() == MMLU_COLUMNS.size()
                && cells.get(cells.size() - 1).strip().matches("[A-D]")
                && !cells.get(0).strip().equalsIgnoreCase("question");
    }

    /** Without a header, no later row has a meaning. */
    private RowReading fault(long line, String reason) {
        RowFault fault = new RowFault(line, "", reason);
        return columns.isEmpty() ? new RowReading.Broken(fault) : new RowReading.Rejected(fault);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
