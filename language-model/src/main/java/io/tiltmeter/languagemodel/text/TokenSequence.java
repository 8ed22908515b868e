package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Kind;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.Arrays;
import java.util.List;

/** Token ids with labels, built piece by piece. */
final class TokenSequence {

    private int[] ids = new int[64];
    private int[] labels = new int[64];
    private int length;

    static TokenSequence of(List<Piece> pieces, Tokenizer tokenizer, TemplateTokens tokens) {
        TokenSequence sequence = new TokenSequence();
        int at = 0;
        while (at < pieces.size()) {
            Piece piece = pieces.get(at);
            if (piece.kind() == Kind.TEXT) {
                at = sequence.addTexts(pieces, at, tokenizer);
            } else {
                sequence.add(new int[] {tokens.id(piece)}, piece.loss());
                at++;
            }
        }
        return sequence;
    }

    /** Adds the texts up to the next special token: those without loss together, then those with loss. */
    private int addTexts(List<Piece> pieces, int from, Tokenizer tokenizer) {
        int at = from;
        String given = "";
        String learnt = "";
        for (; at < pieces.size() && pieces.get(at).kind() == Kind.TEXT; at++) {
            Piece piece = pieces.get(at);
            if (piece.loss() == Loss.SCORED) {
                learnt += piece.text();
            } else if (learnt.isEmpty()) {
                given += piece.text();
            } else {
                throw new IllegalStateException(
                        "no special token is between an answer and what follows: " + piece.text());
            }
        }
        int[] givenIds = given.isEmpty() ? new int[0] : tokenizer.encode(given);
        add(givenIds, Loss.UNSCORED);
        if (!learnt.isEmpty()) {
            add(
                    given.isEmpty()
                            ? tokenizer.encode(learnt)
                            : TextBoundary.idsAfter(tokenizer, given, givenIds, learnt),
                    Loss.SCORED);
        }
        return at;
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
