package io.tiltmeter.dataset.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts in a context's place that say that there is none. Language models wrote many of Alpaca's rows, and filled inputs
 * that should be empty with {@code <noinput>}, {@code No input}, {@code N/A} and the like. Only a text that is such a word as
 * a whole counts, whatever its case, with brackets or quotation marks around it and punctuation behind it.
 */
public final class NoContext {
    /** A longer text is not looked at, also if most of it are spaces. */
    public static final int MAX_CHARACTERS = 64;

    private static final Set<String> WORDS = Set.of(
            "noinput",
            "no input",
            "no input required",
            "no input needed",
            "no input necessary",
            "no input provided",
            "no input given",
            "no input is required",
            "no input is needed",
            "no input is necessary",
            "no additional input",
            "no additional input required",
            "no additional input needed",
            "no additional input is required",
            "no additional input is needed",
            "no context",
            "no context required",
            "no context needed",
            "no context provided",
            "no context given",
            "none",
            "none required",
            "none needed",
            "n/a",
            "n.a",
            "not applicable");

    private static final Pattern DASHES = Pattern.compile("[-\u2010-\u2015\u2212]+");
    private static final Pattern AROUND = Pattern.compile("^[\\s<>(){}\\[\\]\"'`*_]+|[\\s<>(){}\\[\\]\"'`*_.,:;!]+$");
    private static final Pattern SPACES = Pattern.compile("[\\s_]+");

    private NoContext() {}

    /** Whether a text is blank or says that there is no context. */
    public static boolean isSaidBy(String text) {
        if (TextCheck.isBlank(text)) {
            return true;
        }
        if (text.length() > MAX_CHARACTERS) {
            return false;
        }
        String plain = TextCheck.withAsciiSpaces(text).strip();
        String words = SPACES.matcher(AROUND.matcher(plain).replaceAll(""))
                .replaceAll(" ")
                .replace(" / ", "/")
                .toLowerCase(Locale.ROOT);
        return WORDS.contains(words) || DASHES.matcher(plain).matches();
    }
}
