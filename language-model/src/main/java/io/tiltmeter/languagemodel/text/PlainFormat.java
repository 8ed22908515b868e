package io.tiltmeter.languagemodel.text;

/** Pretraining documents and raw prompts: nothing stands around the texts but the tokenizer's own borders. */
final class PlainFormat implements ConversationFormat {

    @Override
    public void ask(Pieces out, Conversation conversation, int round) {
        Conversation.Turn question = conversation.question(round);
        out.text((question.text().strip() + " " + question.input().strip()).strip());
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
