package io.tiltmeter.languagemodel.text;

/** Pretraining documents and raw prompts: only the tokenizer's beginning and end token are added to the texts. */
final class PlainFormat implements ConversationFormat {

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        Conversation.Turn user = conversation.userTurn(round);
        out.text((user.text().strip() + " " + user.input().strip()).strip());
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(" " + answer.strip()).end();
    }

    @Override
    public Turns turns() {
        return Turns.ONE;
    }
}
