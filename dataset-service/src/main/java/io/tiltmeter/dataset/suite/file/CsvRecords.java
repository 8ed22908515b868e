package io.tiltmeter.dataset.suite.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Lines joined into records: a record ends where its quotes are closed. Blank lines between records are skipped. */
final class CsvRecords implements Closeable {
    /**
     * @param number of the first line, from 1
     * @param text all its lines
     * @param fault why it cannot be read
     */
    record Lines(long number, String text, Optional<String> fault) {}

    private final TextLines lines;
    private final int maxChars;
    private final Deque<TextLines.Line> again = new ArrayDeque<>();

    CsvRecords(TextLines lines, int maxChars) {
        this.lines = lines;
        this.maxChars = maxChars;
    }

    Optional<Lines> next() throws IOException {
        Optional<TextLines.Line> first = line();
        while (first.isPresent()
                && first.get().fault().isEmpty()
                && first.get().text().isBlank()) {
            first = line();
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        TextLines.Line start = first.get();
        if (start.fault().isPresent() || closesItsQuotes(start.text())) {
            return Optional.of(new Lines(start.number(), start.text(), start.fault()));
        }
        return Optional.of(join(start));
    }

    /** If the quote never closes, only its own line is lost. */
    private Lines join(TextLines.Line start) throws IOException {
        StringBuilder text = new StringBuilder(start.text());
        List<TextLines.Line> taken = new ArrayList<>();
        for (Optional<TextLines.Line> more = line(); more.isPresent(); more = line()) {
            taken.add(more.get());
            text.append('\n').append(more.get().text());
            if (more.get().fault().isPresent() || text.length() > maxChars) {
                break;
            }
            if (!closesItsQuotes(more.get().text())) { // an odd number of quotes here closes the record
                return new Lines(start.number(), text.toString(), Optional.empty());
            }
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            again.push(taken.get(i));
        }
        return new Lines(
                start.number(),
                "",
                Optional.of("a quote opens in this row and never closes: double quotes inside a cell"));
    }

    private Optional<TextLines.Line> line() throws IOException {
        return again.isEmpty() ? lines.next() : Optional.of(again.pop());
    }

    private static boolean closesItsQuotes(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 == 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
