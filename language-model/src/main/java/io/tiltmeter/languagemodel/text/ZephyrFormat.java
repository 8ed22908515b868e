package io.tiltmeter.languagemodel.text;

/**
 * Zephyr's chat format (HuggingFaceH4/zephyr-7b-beta), which UltraChat is trained in: headers that are plain text, the
 * tokenizer's end token and a line break behind every turn. Texts are taken as they are.
 */
final class ZephyrFormat implements ConversationFormat {

    @Override
    public void ask(Pieces out, Conversation conversation, int round) {
        if (round == 0 && !conversation.system().isBlank()) {
            out.text("<|system|>\n" + conversation.system()).end().text("\n");
        }
        out.text("<|user|>\n" + conversation.question(round).wholeText()).end().text("\n<|assistant|>\n");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer).end();
    }

    @Override
    public void pause(Pieces out) {
        out.text("\n");
    }
}
