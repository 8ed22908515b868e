package io.tiltmeter.languagemodel.text;

import java.util.Set;

/** ChatML (OpenAI; Qwen and others use it): special tokens around every turn, a line break between turns. */
final class ChatMlFormat implements ConversationFormat {

    private static final String TURN_START = "<|im_start|>";
    private static final String TURN_END = "<|im_end|>";

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        if (round == 0 && !conversation.system().isBlank()) {
            turn(out, "system", conversation.system());
        }
        turn(out, "user", conversation.userTurn(round).wholeText());
        out.special(TURN_START).text("assistant\n");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer).special(TURN_END);
    }

    @Override
    public Owner beginning() {
        return Owner.CHAT_TEMPLATE;
    }

    @Override
    public void separator(Pieces out) {
        out.text("\n");
    }

    @Override
    public Set<String> specialTokens() {
        return Set.of(TURN_START, TURN_END);
    }

    private static void turn(Pieces out, String role, String text) {
        out.special(TURN_START).text(role + "\n" + text).special(TURN_END).text("\n");
    }
}
