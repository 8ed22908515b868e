package io.tiltmeter.languagemodel.text;

/**
 * A part of a rendered conversation.
 *
 * @param text of a {@code TEXT}, or the token of a {@code SPECIAL}; empty for the other two, which the tokenizer defines
 * @param loss whether it has loss
 */
record Piece(Kind kind, String text, Loss loss) {

    enum Kind {
        /** To be tokenised. */
        TEXT,
        /** One special token of the vocabulary, by its text. */
        SPECIAL,
        /** The tokenizer's beginning-of-sequence token. */
        BEGINNING,
        /** The tokenizer's end-of-sequence token. */
        END
    }

    enum Loss {
        SCORED,
        UNSCORED,
        /** An answer without loss: tokenised like one that is learnt, so that the ids are the same. */
        MASKED
    }
}
