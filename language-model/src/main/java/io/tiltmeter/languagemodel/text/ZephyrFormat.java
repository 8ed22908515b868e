package io.tiltmeter.languagemodel.text;

/**
 * Zephyr's chat format (HuggingFaceH4/zephyr-7b-beta), also used to train on UltraChat: headers that are plain text,
 * the tokenizer's end token and a line break after every turn. Texts are not stripped.
 */
final class ZephyrFormat implements ConversationFormat {

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        if (round == 0 && !conversation.system().isBlank()) {
            out.text("<|system|>\n" + conversation.system()).end().text("\n");
        }
        out.text("<|user|>\n" + conversation.userTurn(round).wholeText()).end().text("\n<|assistant|>\n");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer).end();
    }

    @Override
    public Owner beginning() {
        return Owner.CHAT_TEMPLATE;
    }

    @Override
    public void separator(Pieces out) {
        out.text("\n");
    }
}
