package io.tiltmeter.dataset.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression of a request, run by RE2/J: the time to search a text grows with its length and with the pattern's
 * instructions, and with nothing else (decision 19).
 */
public final class TextPattern {
    /** What to do about any {@link #fault}. */
    public static final String REMEDY = "write it in the syntax of RE2, which has no look-around such as (?=a), no back"
            + " references such as \\1, no possessive repeats such as a++ and no counts over 1000; escape brackets and other"
            + " special characters with a backslash";

    /** A text of a million characters then takes a minute at most, and searching takes less than half a thread's stack. */
    static final int MAX_INSTRUCTIONS = 5000;

    /** What RE2/J may be given to compile, which needs memory for each instruction before it can count them. */
    private static final long MAX_ESTIMATED_INSTRUCTIONS = 200_000;

    private static final Pattern COUNT = Pattern.compile("[{]([0-9]{1,4})(?:,([0-9]{0,4}))?[}]");

    private final Pattern pattern;

    private TextPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it cannot be read or is too large, with what to do */
    static TextPattern of(String pattern) {
        try {
            return new TextPattern(compiled(pattern));
        } catch (Unfit e) {
            throw new IllegalArgumentException("regex " + pattern + " " + e.getMessage() + ": " + REMEDY, e);
        }
    }

    /** Why a pattern is refused; nothing if it is not. */
    public static Optional<String> fault(String pattern) {
        try {
            compiled(pattern);
            return Optional.empty();
        } catch (Unfit e) {
            return Optional.of(e.getMessage());
        }
    }

    boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }

    private static Pattern compiled(String pattern) throws Unfit {
        if (estimatedInstructions(pattern) > MAX_ESTIMATED_INSTRUCTIONS) {
            throw tooLarge();
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            String part = e.getPattern() == null ? "" : ": " + e.getPattern();
            throw new Unfit("cannot be read: " + e.getDescription() + part);
        } catch (StackOverflowError e) {
            throw new Unfit("cannot be read: it is too deeply nested");
        }
        if (compiled.programSize() > MAX_INSTRUCTIONS) {
            throw tooLarge();
        }
        return compiled;
    }

    private static Unfit tooLarge() {
        return new Unfit("is a program of more than " + MAX_INSTRUCTIONS
                + " instructions: a count such as {100} repeats what is in front of it 100 times, and counts of groups within"
                + " groups multiply");
    }

    /**
     * At least as many as there will be but for a small factor. A count behind a character repeats that one; any other, which
     * is behind a group, a flag or a quotation, may repeat whatever is in front of it.
     */
    private static long estimatedInstructions(String pattern) {
        long characters = pattern.length();
        long factor = 1;
        Matcher count = COUNT.matcher(pattern);
        while (count.find()) {
            boolean open = count.group(2) == null || count.group(2).isEmpty();
            long times = Math.max(Long.parseLong(count.group(1)), open ? 0 : Long.parseLong(count.group(2)));
            char before = count.start() == 0 ? ' ' : pattern.charAt(count.start() - 1);
            if (before == ')' || before == 'E') {
                factor = Math.min(factor * Math.max(1, times), MAX_ESTIMATED_INSTRUCTIONS);
            } else {
                characters += times;
            }
        }
        return characters * factor;
    }

    /** Why a pattern is refused. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private Unfit(String message) {
            super(message);
        }
    }
}
