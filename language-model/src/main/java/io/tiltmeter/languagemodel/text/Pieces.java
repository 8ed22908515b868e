package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Kind;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.List;

/** Collects the pieces of one conversation. */
final class Pieces {

    private final List<Piece> pieces = new ArrayList<>();
    private Loss loss = Loss.UNSCORED;

    /** Sets whether the following pieces have loss. */
    Pieces from(Loss next) {
        loss = next;
        return this;
    }

    Pieces text(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(Kind.TEXT, text, loss));
        }
        return this;
    }

    Pieces special(String token) {
        pieces.add(new Piece(Kind.SPECIAL, token, loss));
        return this;
    }

    Pieces beginning() {
        pieces.add(new Piece(Kind.BEGINNING, "", loss));
        return this;
    }

    Pieces end() {
        pieces.add(new Piece(Kind.END, "", loss));
        return this;
    }

    List<Piece> list() {
        return List.copyOf(pieces);
    }
}
