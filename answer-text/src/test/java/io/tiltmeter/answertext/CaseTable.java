package io.tiltmeter.answertext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of a table of cases: tabs between columns, {@code #} in front of remarks, Java's escapes for what is not seen. */
public final class CaseTable {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nt]))");

    private CaseTable() {}

    /** @param resource its path, which begins with a slash */
    public static List<List<String>> rows(String resource) {
        try (InputStream in = CaseTable.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .map(CaseTable::unescaped)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spellings in a cell; none if the row ends before it. */
    public static List<String> spellings(List<String> row, int column) {
        return column >= row.size() || row.get(column).isEmpty()
                ? List.of()
                : List.of(row.get(column).split(" \\| "));
    }

    private static String unescaped(String cell) {
        return ESCAPE.matcher(cell).replaceAll(CaseTable::character);
    }

    private static String character(MatchResult escape) {
        if (escape.group(3) != null) {
            return escape.group(3).equals("n") ? "\n" : "\t";
        }
        String digits = escape.group(1) != null ? escape.group(1) : escape.group(2);
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(digits, 16)));
    }
}
