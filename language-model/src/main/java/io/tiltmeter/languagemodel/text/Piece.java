package io.tiltmeter.languagemodel.text;

/**
 * A stretch of a rendered conversation.
 *
 * @param text of a {@code TEXT}, or the token of a {@code MARK}; empty for the other two, which the tokenizer names
 * @param loss whether it is learnt
 */
record Piece(Kind kind, String text, Loss loss) {

    enum Kind {
        /** To be tokenised. */
        TEXT,
        /** One token of this text, special in the vocabulary. */
        MARK,
        /** The tokenizer's beginning-of-sequence token. */
        BEGINNING,
        /** The tokenizer's end-of-sequence token. */
        END
    }

    enum Loss {
        SCORED,
        UNSCORED
    }
}
