package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/**
 * Ids of a text that follows another one. What comes first keeps the ids it has alone, so that a prompt is the same in
 * training and in generation; what follows gets the ids it has there, not those of a new text.
 */
final class TextBoundary {

    /** A text that ends a word in every vocabulary and is no part of the next one. */
    private static final String LINE_BREAK = "\n";

    private TextBoundary() {}

    /**
     * The ids of {@code following} behind {@code before}: both are tokenised together and split where the first one's
     * ids end. If the two grow together there, it is tokenised behind a line break, and if they grow together even
     * there, alone.
     *
     * @param beforeIds of {@code before} alone
     */
    static int[] idsBehind(Tokenizer tokenizer, String before, int[] beforeIds, String following) {
        int[] together = tokenizer.encode(before + following);
        if (startsWith(together, beforeIds)) {
            return Arrays.copyOfRange(together, beforeIds.length, together.length);
        }
        int[] lineBreak = tokenizer.encode(LINE_BREAK);
        int[] behindLineBreak = tokenizer.encode(LINE_BREAK + following);
        if (lineBreak.length > 0 && startsWith(behindLineBreak, lineBreak)) {
            return Arrays.copyOfRange(behindLineBreak, lineBreak.length, behindLineBreak.length);
        }
        return tokenizer.encode(following);
    }

    static boolean startsWith(int[] ids, int[] prefix) {
        return ids.length >= prefix.length && Arrays.equals(ids, 0, prefix.length, prefix, 0, prefix.length);
    }
}
