package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Kind;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.List;

/** Collects the pieces of one conversation; a format says first what is given and then what is to be learnt. */
final class Pieces {

    private final List<Piece> pieces = new ArrayList<>();
    private Loss loss = Loss.UNSCORED;

    /** From here on the loss is taken, or not. */
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

    Pieces mark(String token) {
        pieces.add(new Piece(Kind.MARK, token, loss));
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
