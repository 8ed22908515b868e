package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Kind;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Token ids with labels: those of the one text that the pieces make, special tokens within it, with the exception that a
 * prompt has the ids that it has before its answer is there.
 */
final class TokenSequence {

    private int[] ids = new int[64];
    private int[] labels = new int[64];
    private int length;
    private final List<PromptText> prompts = new ArrayList<>();

    /**
     * A text between two special tokens, without answers.
     *
     * @param from its first token
     */
    private record PromptText(String text, TextBoundary boundary, int from) {
        /** The tokens of a part of it; empty if no token is made of its characters. */
        Optional<ContextSpan> tokens(CharacterSpan part) {
            List<CharacterSpan> spans = boundary.spans(text);
            int[] inside = IntStream.range(0, spans.size())
                    .filter(token -> spans.get(token).overlaps(part))
                    .toArray();
            return inside.length == 0
                    ? Optional.empty()
                    : Optional.of(new ContextSpan(from + inside[0], from + inside[inside.length - 1] + 1));
        }
    }

    /**
     * A whole text.
     *
     * @param pieces as the template writes them
     * @param firstLoss of a beginning token that is put in front of them: scored in a document
     */
    static TokenSequence of(List<Piece> pieces, Tokenizer tokenizer, TemplateTokens tokens, Loss firstLoss) {
        TokenSequence sequence = new TokenSequence();
        tokens.addedBeginning(pieces, firstLoss).ifPresent(id -> sequence.add(new int[] {id}, firstLoss));
        Optional<SpecialToken> before = Optional.empty();
        int at = 0;
        while (at < pieces.size()) {
            Piece piece = pieces.get(at);
            if (piece.kind() == Kind.TEXT) {
                int end = endOfTexts(pieces, at);
                Optional<Piece> next = end < pieces.size() ? Optional.of(pieces.get(end)) : Optional.empty();
                TextBoundary boundary = new TextBoundary(tokenizer, before, next.flatMap(tokens::mark));
                tokens.checkTexts(sequence.addTexts(pieces.subList(at, end), boundary, next));
                at = end;
            } else {
                sequence.add(new int[] {tokens.id(piece)}, piece.loss());
                before = tokens.mark(piece);
                at++;
            }
        }
        return sequence;
    }

    private static int endOfTexts(List<Piece> pieces, int from) {
        int at = from;
        while (at < pieces.size() && pieces.get(at).kind() == Kind.TEXT) {
            at++;
        }
        return at;
    }

    /**
     * Adds the texts between two special tokens: those of prompts together, then those of an answer.
     *
     * @param next what follows them
     * @return their ids
     */
    private int[] addTexts(List<Piece> texts, TextBoundary boundary, Optional<Piece> next) {
        String given = "";
        String answer = "";
        Loss loss = Loss.UNSCORED;
        for (Piece piece : texts) {
            if (piece.loss() != Loss.UNSCORED) {
                answer += piece.text();
                loss = piece.loss();
            } else if (answer.isEmpty()) {
                given += piece.text();
            } else {
                throw new IllegalStateException(
                        "no special token is between an answer and what follows: " + piece.text());
            }
        }
        int from = length;
        boolean isPrompt = !answer.isEmpty()
                || next.filter(piece -> piece.loss() != Loss.UNSCORED).isPresent();
        TextBoundary around = isPrompt ? boundary.open() : boundary;
        int[] givenIds = around.encode(given);
        prompts.add(new PromptText(given, around, from));
        add(givenIds, Loss.UNSCORED);
        if (!answer.isEmpty()) {
            add(given.isEmpty() ? boundary.encode(answer) : boundary.idsAfter(given, givenIds, answer), loss);
        }
        return Arrays.copyOfRange(ids, from, length);
    }

    private void add(int[] more, Loss loss) {
        if (length + more.length > ids.length) {
            int room = Math.max(2 * ids.length, length + more.length);
            ids = Arrays.copyOf(ids, room);
            labels = Arrays.copyOf(labels, room);
        }
        System.arraycopy(more, 0, ids, length, more.length);
        if (loss == Loss.SCORED) {
            System.arraycopy(more, 0, labels, length, more.length);
        } else {
            Arrays.fill(labels, length, length + more.length, EncodedExample.IGNORED);
        }
        length += more.length;
    }

    /** The tokens of a text that the prompts contain once; empty if it is there more often or not at all. */
    Optional<ContextSpan> find(String part) {
        Optional<ContextSpan> found = Optional.empty();
        int times = 0;
        for (PromptText prompt : prompts) {
            for (int at = prompt.text().indexOf(part);
                    at >= 0;
                    at = prompt.text().indexOf(part, at + 1)) {
                times++;
                found = prompt.tokens(new CharacterSpan(at, at + part.length()));
            }
        }
        return times == 1 ? found : Optional.empty();
    }

    int length() {
        return length;
    }

    int[] ids() {
        return Arrays.copyOf(ids, length);
    }

    /** The first tokens as an example. */
    EncodedExample first(int tokens) {
        return new EncodedExample(Arrays.copyOf(ids, tokens), Arrays.copyOf(labels, tokens));
    }
}
