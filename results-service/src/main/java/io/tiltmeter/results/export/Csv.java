package io.tiltmeter.results.export;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines of comma-separated values, RFC 4180; what is not known is empty. */
public final class Csv {
    public static final String MEDIA_TYPE = "text/csv";

    private final StringBuilder lines = new StringBuilder();

    /** One line of cells as they are to be read back. */
    public Csv line(List<String> cells) {
        lines.append(cells.stream().map(Csv::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    /** A number, or nothing. */
    public static String cell(Optional<? extends Number> value) {
        return value.map(Object::toString).orElse("");
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }
}
