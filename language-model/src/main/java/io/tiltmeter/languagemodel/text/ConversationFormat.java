package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.List;
import java.util.Set;

/** One published way to write a conversation down. */
interface ConversationFormat {

    /** Who puts the beginning token in front, or the end token behind the last answer. */
    enum Owner {
        /** The format cannot do without it. */
        FORMAT,
        /** The caller decides; see {@link Borders}. */
        CALLER,
        /** The format writes its own as text and nothing is to be added. */
        TEXT
    }

    /** How many rounds it has room for. */
    enum Turns {
        ONE,
        MANY
    }

    /** Everything up to the place where this round's answer begins. */
    void ask(Pieces out, Conversation conversation, int round);

    /** An answer with what ends it. */
    void answer(Pieces out, String answer);

    /** What stands between an answer and the next question. */
    default void pause(Pieces out) {}

    /** A text without question and answer, learnt whole. */
    default void document(Pieces out, String text) {
        out.text(text.strip()).end();
    }

    default Turns turns() {
        return Turns.MANY;
    }

    default Owner beginning() {
        return Owner.CALLER;
    }

    /** With more than one round each answer has to be told from what follows it. */
    default Owner end() {
        return turns() == Turns.MANY ? Owner.FORMAT : Owner.CALLER;
    }

    /** Tokens that have to be special in the vocabulary, besides the tokenizer's own beginning and end. */
    default Set<String> marks() {
        return Set.of();
    }

    /** The whole conversation, or its prompt if the last answer is missing. */
    default List<Piece> render(Conversation conversation) {
        Pieces out = new Pieces();
        for (int round = 0; round < conversation.rounds(); round++) {
            out.from(Loss.UNSCORED);
            if (round > 0) {
                pause(out);
            }
            ask(out, conversation, round);
            int answer = 2 * round + 1;
            if (answer < conversation.turns().size()) {
                out.from(Loss.SCORED);
                answer(out, conversation.turns().get(answer).text());
            }
        }
        return out.list();
    }
}
