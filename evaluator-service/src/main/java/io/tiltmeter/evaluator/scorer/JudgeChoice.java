package io.tiltmeter.evaluator.scorer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The candidate that a judge says a text gives: one of two, which it knows as A and B. */
public enum JudgeChoice {
    A,
    B,
    BOTH,
    NEITHER;

    private static final String CHOICE = "(a|b|both|neither)";

    /** {@code "answer": "A"} anywhere in the reply, quoted in any way or not at all. */
    private static final Pattern FIELD = Pattern.compile(
            "\\banswer\\b[\"'*`]*\\s*[:=][\\s\"'*`]*" + CHOICE + "[\"'*`]*(?=\\s*(?:[,}.\\n]|$))",
            Pattern.CASE_INSENSITIVE);

    /** The word alone, whatever surrounds it. */
    private static final Pattern ALONE =
            Pattern.compile("[^\\p{L}\\p{N}]*" + CHOICE + "[^\\p{L}\\p{N}]*", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a judge's reply: JSON with a field {@code answer}, also within a code fence or among other text, or the word
     * alone.
     *
     * @return nothing if no choice can be read, or several that differ
     */
    public static Optional<JudgeChoice> read(String reply) {
        List<JudgeChoice> found = FIELD.matcher(reply)
                .results()
                .map(field -> of(field.group(1)))
                .distinct()
                .toList();
        if (!found.isEmpty()) {
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        }
        Matcher alone = ALONE.matcher(reply);
        return alone.matches() ? Optional.of(of(alone.group(1))) : Optional.empty();
    }

    private static JudgeChoice of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
