package io.tiltmeter.languagemodel.text;

import java.util.Set;

/** Llama 3's chat format (meta-llama/llama3, tokenizer.py): special tokens around the roles and after every turn. */
final class Llama3Format implements ConversationFormat {

    private static final String HEADER_START = "<|start_header_id|>";
    private static final String HEADER_END = "<|end_header_id|>";
    private static final String END_OF_TURN = "<|eot_id|>";

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        if (round == 0) {
            out.beginning();
            if (!conversation.system().isBlank()) {
                turn(out, "system", conversation.system());
            }
        }
        turn(out, "user", conversation.userTurn(round).wholeText());
        header(out, "assistant").text("\n\n");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer.strip()).special(END_OF_TURN);
    }

    @Override
    public Owner beginning() {
        return Owner.FORMAT;
    }

    @Override
    public Set<String> specialTokens() {
        return Set.of(HEADER_START, HEADER_END, END_OF_TURN);
    }

    private static void turn(Pieces out, String role, String text) {
        header(out, role).text("\n\n" + text.strip()).special(END_OF_TURN);
    }

    private static Pieces header(Pieces out, String role) {
        return out.special(HEADER_START).text(role).special(HEADER_END);
    }
}
