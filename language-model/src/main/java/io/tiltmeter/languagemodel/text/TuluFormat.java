package io.tiltmeter.languagemodel.text;

/** TULU (allenai/open-instruct): headers that are plain text, the tokenizer's end token after every answer. */
final class TuluFormat implements ConversationFormat {

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        if (round == 0 && !conversation.system().isBlank()) {
            out.text("<|system|>\n" + conversation.system().strip() + "\n");
        }
        out.text("<|user|>\n" + conversation.userTurn(round).wholeText().strip() + "\n<|assistant|>\n");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer.strip()).end();
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
