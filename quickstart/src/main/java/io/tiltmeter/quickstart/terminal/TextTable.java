package io.tiltmeter.quickstart.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of text. In too few columns of characters, texts are shortened, the widest first; after that, table columns are
 * left out from the right, and a last line names them. Names and numbers are never shortened.
 *
 * @param columns from left to right
 * @param rows each with one cell for each column
 */
public record TextTable(List<Column> columns, List<List<String>> rows) {
    private static final int MIN_TEXT = 8;
    private static final String GAP = "  ";

    /** What a column holds. */
    public enum Kind {
        /** Can be typed again. */
        NAME,
        NUMBER,
        TEXT
    }

    /** A column with its title. */
    public record Column(String title, Kind kind) {}

    public TextTable {
        columns = List.copyOf(columns);
        rows = rows.stream()
                .map(row -> row.stream().map(TextTable::printable).toList())
                .toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells, and the table " + columns.size() + " columns: " + row);
            }
        }
    }

    /** A text in which control characters, such as those that move a cursor, are spaces. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /**
     * The lines, titles first.
     *
     * @param width that they may have, in characters
     */
    public List<String> lines(int width) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            widths.add(widest(column));
        }
        int shown = fit(widths, width);
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths.subList(0, shown)));
        rows.forEach(row -> lines.add(line(row, widths.subList(0, shown))));
        if (shown < columns.size()) {
            lines.add("Not shown for want of width: "
                    + columns.stream().skip(shown).map(Column::title).collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private int widest(int column) {
        return rows.stream()
                .mapToInt(row -> length(row.get(column)))
                .reduce(length(columns.get(column).title()), Math::max);
    }

    /** Narrows texts until the line fits, and returns how many columns are shown. */
    private int fit(List<Integer> widths, int width) {
        int shown = widths.size();
        while (total(widths, shown) > width) {
            int widest = -1;
            for (int column = 0; column < shown; column++) {
                boolean isNarrower = widest < 0 || widths.get(column) > widths.get(widest);
                int min = Math.max(MIN_TEXT, length(columns.get(column).title()));
                if (columns.get(column).kind() == Kind.TEXT && widths.get(column) > min && isNarrower) {
                    widest = column;
                }
            }
            if (widest >= 0) {
                widths.set(widest, widths.get(widest) - 1);
            } else if (shown > 1) {
                shown--;
            } else {
                return shown;
            }
        }
        return shown;
    }

    private static int total(List<Integer> widths, int shown) {
        return widths.stream().limit(shown).mapToInt(Integer::intValue).sum() + GAP.length() * (shown - 1);
    }

    private String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.size(); column++) {
            String cell = shortened(cells.get(column), widths.get(column));
            String space = " ".repeat(widths.get(column) - length(cell));
            line.append(column == 0 ? "" : GAP)
                    .append(columns.get(column).kind() == Kind.NUMBER ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private static String shortened(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
