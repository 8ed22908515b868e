package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encodes answers, and prefixes of answers, after one prompt, as {@link ExampleEncoder#encodeAnswer} describes. */
final class AnswerEncoder {

    private final TemplateTokens tokens;
    private final PromptTemplate template;
    private final TextBoundary boundary;
    private final String before;
    private final int[] beforeIds;

    /** @param prompt as the template renders it; only the text after its last special token can change an answer's ids */
    AnswerEncoder(Tokenizer tokenizer, TemplateTokens tokens, PromptTemplate template, List<Piece> prompt) {
        this.tokens = tokens;
        this.template = template;
        Optional<SpecialToken> mark = Optional.empty();
        StringBuilder text = new StringBuilder();
        for (Piece piece : prompt) {
            if (piece.kind() == Kind.TEXT) {
                text.append(piece.text());
            } else {
                text.setLength(0);
                mark = tokens.mark(piece);
            }
        }
        this.before = text.toString();
        this.boundary = new TextBoundary(tokenizer, mark, Optional.empty());
        this.beforeIds = boundary.encode(before);
    }

    /**
     * The prompt with the prefix of an answer.
     *
     * @param prompt its ids
     * @param prefix stripped; may be empty
     */
    int[] withPrefix(int[] prompt, String prefix) {
        return prefix.isEmpty() ? prompt : joined(prompt, after(before, beforeIds, written(prefix)));
    }

    /** An answer, stripped, after a prompt and the prefix of the answer. */
    ContinuationIds withAnswer(int[] prompt, String prefix, String answer) {
        if (prefix.isEmpty()) {
            return new ContinuationIds(prompt, after(before, beforeIds, written(answer)));
        }
        int[] prefixIds = after(before, beforeIds, written(prefix));
        int[] answerIds = after(before + written(prefix), joined(beforeIds, prefixIds), " " + answer);
        return new ContinuationIds(joined(prompt, prefixIds), answerIds);
    }

    /** An answer as the template writes it, without the tokens that end it. */
    private String written(String answer) {
        Pieces pieces = new Pieces();
        template.format().answer(pieces, answer);
        String text = pieces.list().get(0).text();
        return text.substring(0, text.indexOf(answer) + answer.length());
    }

    private int[] after(String text, int[] ids, String following) {
        int[] next = text.isEmpty() ? boundary.encode(following) : boundary.idsAfter(text, ids, following);
        tokens.checkTexts(next);
        return next;
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
