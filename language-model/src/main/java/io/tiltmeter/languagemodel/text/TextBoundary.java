package io.tiltmeter.languagemodel.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Ids of a text between two special tokens, those that it has as a part of the one text that a template writes: a
 * SentencePiece vocabulary puts a word border before it only if the {@code tokenizer.json} says so, and a special token that
 * strips white space strips the text's. A text that follows another one there has the ids of that position too, and the
 * first keeps those it has alone, so that a prompt is the same in training and in generation.
 *
 * @param before the special token in front of the text; empty where the whole text begins
 * @param after the special token behind it; empty where the whole text ends
 */
record TextBoundary(Tokenizer tokenizer, Optional<SpecialToken> before, Optional<SpecialToken> after) {

    /** A text that ends a word in every vocabulary and is not part of the next one. */
    private static final String LINE_BREAK = "\n";

    /** Of a text alone. */
    static TextBoundary none(Tokenizer tokenizer) {
        return new TextBoundary(tokenizer, Optional.empty(), Optional.empty());
    }

    /** The same before it is known what follows. */
    TextBoundary open() {
        return new TextBoundary(tokenizer, before, Optional.empty());
    }

    /** The ids of a text here, without those of the tokens around it. */
    int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        int[] ids = tokenizer.encode(bounded(text));
        return isBetween(ids) ? Arrays.copyOfRange(ids, from(), to(ids)) : tokenizer.encode(text);
    }

    /** The characters of the text that each id of {@link #encode} is made of. */
    List<CharacterSpan> spans(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        int[] ids = tokenizer.encode(bounded(text));
        return isBetween(ids)
                ? tokenizer.spans(bounded(text)).subList(from(), to(ids)).stream()
                        .map(span -> span.without(textOf(before).length()))
                        .toList()
                : tokenizer.spans(text);
    }

    private String bounded(String text) {
        return textOf(before) + text + textOf(after);
    }

    /** Not if the text is part of a longer special token together with its neighbour, which stays what the template wrote. */
    private boolean isBetween(int[] ids) {
        int to = to(ids);
        return from() <= to
                && before.map(token -> token.id() == ids[0]).orElse(true)
                && after.map(token -> token.id() == ids[to]).orElse(true);
    }

    private int from() {
        return before.isPresent() ? 1 : 0;
    }

    private int to(int[] ids) {
        return ids.length - (after.isPresent() ? 1 : 0);
    }

    /**
     * The ids of {@code following} after {@code first}: both are tokenised together and split where the first one's ids end.
     * If a token spans that point, {@code following} is tokenised after a line break, and if a token spans that too, alone.
     *
     * @param firstIds of {@code first} where nothing follows yet
     */
    int[] idsAfter(String first, int[] firstIds, String following) {
        int[] together = encode(first + following);
        if (startsWith(together, firstIds)) {
            return Arrays.copyOfRange(together, firstIds.length, together.length);
        }
        int[] lineBreak = open().encode(LINE_BREAK);
        int[] afterLineBreak = encode(LINE_BREAK + following);
        if (lineBreak.length > 0 && startsWith(afterLineBreak, lineBreak)) {
            return Arrays.copyOfRange(afterLineBreak, lineBreak.length, afterLineBreak.length);
        }
        return encode(following);
    }

    private static String textOf(Optional<SpecialToken> token) {
        return token.map(SpecialToken::text).orElse("");
    }

    private static boolean startsWith(int[] ids, int[] prefix) {
        return ids.length >= prefix.length && Arrays.equals(ids, 0, prefix.length, prefix, 0, prefix.length);
    }
}
