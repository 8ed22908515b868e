package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * Ids of a text that follows another one. The first text keeps the ids that it has alone, so that a prompt is the same in
 * training and in generation; the second gets the ids of a text in that position, not those of a new text.
 */
final class TextBoundary {

    /** A text that ends a word in every vocabulary and is not part of the next one. */
    private static final String LINE_BREAK = "\n";

    private TextBoundary() {}

    /**
     * The ids of {@code following} after {@code before}: both are tokenised together and split where the first one's ids
     * end. If a token spans that point, {@code following} is tokenised after a line break, and if a token spans that too,
     * alone.
     *
     * @param beforeIds of {@code before} alone
     */
    static int[] idsAfter(Tokenizer tokenizer, String before, int[] beforeIds, String following) {
        int[] together = tokenizer.encode(before + following);
        if (startsWith(together, beforeIds)) {
            return Arrays.copyOfRange(together, beforeIds.length, together.length);
        }
        int[] lineBreak = tokenizer.encode(LINE_BREAK);
        int[] afterLineBreak = tokenizer.encode(LINE_BREAK + following);
        if (lineBreak.length > 0 && startsWith(afterLineBreak, lineBreak)) {
            return Arrays.copyOfRange(afterLineBreak, lineBreak.length, afterLineBreak.length);
        }
        return tokenizer.encode(following);
    }

    static boolean startsWith(int[] ids, int[] prefix) {
        return ids.length >= prefix.length && Arrays.equals(ids, 0, prefix.length, prefix, 0, prefix.length);
    }
}
