package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps or removes the rows in which a regular expression is found.
 *
 * @param pattern what is searched, anywhere in the text; a {@link TextPattern}
 * @param part where
 * @param keep which rows are kept
 */
public record Regex(String pattern, RowPart part, Keep keep) implements Filter {
    /** Which rows are kept. */
    public enum Keep {
        MATCHING,
        OTHERS
    }

    public Regex {
        TextPattern.of(pattern);
    }

    @Override
    public String name() {
        return "regex";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "pattern", pattern, "part", part.label(), "keep", keep.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        TextPattern compiled = TextPattern.of(pattern);
        return Prepared.of(row -> {
            boolean found = isFound(compiled, row);
            String reason = found ? "matches" : "does not match";
            return found == (keep == Keep.MATCHING) ? Verdict.kept(reason) : Verdict.removed(reason);
        });
    }

    private boolean isFound(TextPattern compiled, SourceRow row) {
        try {
            return compiled.isFoundIn(part.text(row));
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "regex " + pattern + " takes the whole stack on row " + row.number()
                            + ": use smaller counts of what may be empty, such as (a?){1000}",
                    e);
        }
    }
}
