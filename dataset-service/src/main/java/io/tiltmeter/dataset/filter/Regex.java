package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Keeps or removes the rows in which a regular expression (of {@link Pattern}) is found.
 *
 * @param pattern what is searched, anywhere in the text
 * @param part where
 * @param keep which rows are kept
 */
public record Regex(String pattern, RowPart part, Keep keep) implements Filter {
    private static final long STEPS_PER_CHARACTER = 1000;
    private static final long MIN_STEPS = 100_000;

    /** Which rows are kept. */
    public enum Keep {
        MATCHING,
        OTHERS
    }

    public Regex {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "regex " + pattern + " cannot be read: " + e.getDescription() + " at character " + e.getIndex()
                            + "; escape brackets and other special characters with a backslash",
                    e);
        }
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
        Pattern compiled = Pattern.compile(pattern);
        return Prepared.of(row -> {
            boolean found = isFound(compiled, row);
            String reason = found ? "matches" : "does not match";
            return found == (keep == Keep.MATCHING) ? Verdict.kept(reason) : Verdict.removed(reason);
        });
    }

    private boolean isFound(Pattern compiled, SourceRow row) {
        String text = part.text(row);
        long steps = Math.max(MIN_STEPS, STEPS_PER_CHARACTER * text.length());
        try {
            return compiled.matcher(new BudgetedText(text, steps)).find();
        } catch (BudgetedText.Exhausted | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "regex " + pattern + " takes more than " + steps + " steps or the whole stack on row "
                            + row.number() + " of " + text.length()
                            + " characters: write it without nested or repeated repeats such as (a|b)* or .*.*",
                    e);
        }
    }

    /** A text whose characters may be read only so often: it ends a regular expression that would run for years. */
    private static final class BudgetedText implements CharSequence {
        private final String text;
        private long stepsLeft;

        BudgetedText(String text, long steps) {
            this.text = text;
            this.stepsLeft = steps;
        }

        /** The text was read too often. */
        static final class Exhausted extends RuntimeException {
            private static final long serialVersionUID = 1L;

            private Exhausted() {
                super(null, null, false, false);
            }
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (stepsLeft-- <= 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
