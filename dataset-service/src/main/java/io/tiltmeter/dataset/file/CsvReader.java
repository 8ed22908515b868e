package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * CSV or TSV with a header; a record ends where its quotes are closed, and blank lines between records are skipped. Each
 * record is parsed alone, so that a faulty one harms no other; MMLU's files have no header, and are known by six columns of
 * which the last is a letter from A to D.
 */
final class CsvReader implements RowReader {
    private static final List<String> MMLU_COLUMNS = List.of("question", "A", "B", "C", "D", "answer");

    private final ByteInput bytes;
    private final RowBytes row;
    private final int maxCharacters;
    private final char separator;
    private final ObjectReader parser;
    private final Deque<Line> again = new ArrayDeque<>();
    private List<String> columns = List.of();

    CsvReader(InputStream in, char separator, ReadLimits limits) {
        bytes = new ByteInput(in);
        row = new RowBytes(limits.rowBytes());
        maxCharacters = limits.rowBytes();
        this.separator = separator;
        parser = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }

    /**
     * @param number from 1
     * @param text without its line end; empty where there is a fault
     * @param fault why it cannot be read
     */
    private record Line(long number, String text, Optional<String> fault) {}

    @Override
    public Optional<FileRow> next() throws IOException {
        Optional<Line> line = line();
        while (line.isPresent()
                && line.get().fault().isEmpty()
                && line.get().text().isBlank()) {
            line = line();
        }
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Line start = line.get();
        try {
            String text = record(start);
            List<String> cells = cells(text);
            if (!columns.isEmpty()) {
                return Optional.of(new FileRow.Read(start.number(), "", object(cells), text.length()));
            }
            if (isMmlu(cells)) {
                columns = MMLU_COLUMNS;
                return Optional.of(new FileRow.Read(start.number(), "", object(cells), text.length()));
            }
            columns = header(cells);
            return next();
        } catch (UnfitRow e) {
            if (columns.isEmpty()) {
                throw new FileRefused(
                        "line " + start.number(),
                        "",
                        e.getMessage(),
                        "correct the header: no row can be read without it");
            }
            return Optional.of(new FileRow.Rejected(new RowFault(start.number(), "", e.getMessage())));
        }
    }

    /** The lines from the first on up to the one that closes its quotes; if none does, only the first line is lost. */
    private String record(Line start) throws IOException, UnfitRow {
        if (start.fault().isPresent()) {
            throw new UnfitRow(start.fault().get());
        }
        if (!isOpenBehind(start.text(), false)) {
            return start.text();
        }
        StringBuilder text = new StringBuilder(start.text());
        List<Line> taken = new ArrayList<>();
        for (Optional<Line> more = line(); more.isPresent(); more = line()) {
            taken.add(more.get());
            text.append('\n').append(more.get().text());
            if (more.get().fault().isPresent() || text.length() > maxCharacters) {
                break;
            }
            if (!isOpenBehind(more.get().text(), true)) {
                return text.toString();
            }
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            again.push(taken.get(i));
        }
        throw new UnfitRow("a quote opens in this row and never closes: double quotes inside a cell");
    }

    private Optional<Line> line() throws IOException {
        if (!again.isEmpty()) {
            return Optional.of(again.pop());
        }
        long number = bytes.line();
        row.clear();
        if (!bytes.readLine(row)) {
            return Optional.empty();
        }
        try {
            String text = row.text();
            String withoutReturn = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            return Optional.of(new Line(number, withoutReturn, Optional.empty()));
        } catch (UnfitRow e) {
            return Optional.of(new Line(number, "", Optional.of(e.getMessage())));
        }
    }

    /**
     * Whether a quoted cell is open at the end of a line. A quote opens a cell only at its beginning (RFC 4180): in
     * {@code 5" pipe} it is a character.
     *
     * @param isOpen whether one was open at the beginning of the line
     */
    private boolean isOpenBehind(String line, boolean isOpen) {
        boolean open = isOpen;
        boolean mayOpen = !isOpen;
        for (int at = 0; at < line.length(); at++) {
            char unit = line.charAt(at);
            boolean isQuote = unit == '"';
            boolean closes = open && isQuote;
            open = open ? !isQuote : isQuote && mayOpen;
            mayOpen = closes || !open && unit == separator; // a quote behind one that closes is a quote of the cell
        }
        return open;
    }

    private List<String> cells(String text) throws IOException, UnfitRow {
        try (var rows = parser.<List<String>>readValues(text)) {
            List<String> cells = rows.hasNextValue() ? rows.nextValue() : List.of();
            if (rows.hasNextValue()) {
                throw new UnfitRow("the row has a line end that is not within quotes");
            }
            return cells;
        } catch (JsonProcessingException e) {
            throw new UnfitRow(
                    "the row is not valid CSV: text stands behind a quote that closes its cell; double quotes inside a cell");
        }
    }

    private static List<String> header(List<String> cells) throws UnfitRow {
        List<String> names = cells.stream().map(String::strip).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new UnfitRow("a column name appears twice in the header: " + String.join(", ", names));
        }
        return names;
    }

    private ObjectNode object(List<String> cells) throws UnfitRow {
        if (cells.size() != columns.size()) {
            throw new UnfitRow("the row has " + cells.size() + " cells, the header " + columns.size()
                    + ": quote cells that hold a separator or a line end");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i), cells.get(i));
        }
        return fields;
    }

    private static boolean isMmlu(List<String> cells) {
        return cells.size() == MMLU_COLUMNS.size()
                && cells.get(cells.size() - 1).strip().matches("[A-D]")
                && !cells.get(0).strip().equalsIgnoreCase("question");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
