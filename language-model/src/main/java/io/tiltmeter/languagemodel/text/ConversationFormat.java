package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.List;
import java.util.Set;

/** One published format of conversations. */
interface ConversationFormat {

    /** What adds the beginning token, or the end token after the last answer. */
    enum Owner {
        /** The format: the token is part of it. */
        FORMAT,
        /** The caller's {@link Borders} decide. */
        CALLER,
        /**
         * As {@link #CALLER}, by default as {@code apply_chat_template}: the published chat template does not write the token,
         * so that a conversation begins with it only where the tokenizer's own chat template writes it. Documents have no
         * chat template and begin as texts of the tokenizer do.
         */
        CHAT_TEMPLATE,
        /** Nothing: the format writes its own as text. */
        TEXT
    }

    /** How many rounds the format supports. */
    enum Turns {
        ONE,
        MANY
    }

    /** Adds everything before the answer of this round. */
    void prompt(Pieces out, Conversation conversation, int round);

    /** Adds an answer and the token that ends it. */
    void answer(Pieces out, String answer);

    /** Adds what comes between an answer and the next turn of the user. */
    default void separator(Pieces out) {}

    /** Adds a text without prompt and answer; the model learns all of it. */
    default void document(Pieces out, String text) {
        out.text(text.strip()).end();
    }

    default Turns turns() {
        return Turns.MANY;
    }

    default Owner beginning() {
        return Owner.CALLER;
    }

    /** With more than one round the end of each answer has to be visible to the model. */
    default Owner end() {
        return turns() == Turns.MANY ? Owner.FORMAT : Owner.CALLER;
    }

    /** Tokens that must be special in the vocabulary, besides the tokenizer's beginning and end token. */
    default Set<String> specialTokens() {
        return Set.of();
    }

    /** The conversation in pieces, up to the last answer or, if that is missing, to the end of the prompt. */
    default List<Piece> render(Conversation conversation) {
        Pieces out = new Pieces();
        for (int round = 0; round < conversation.rounds(); round++) {
            out.from(Loss.UNSCORED);
            if (round > 0) {
                separator(out);
            }
            prompt(out, conversation, round);
            int answer = 2 * round + 1;
            if (answer < conversation.turns().size()) {
                Conversation.Turn turn = conversation.turns().get(answer);
                out.from(turn.masked() ? Loss.MASKED : Loss.SCORED);
                answer(out, turn.text());
            }
        }
        return out.list();
    }
}
