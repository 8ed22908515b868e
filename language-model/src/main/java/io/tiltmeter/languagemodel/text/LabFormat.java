package io.tiltmeter.languagemodel.text;

/**
 * The lab study's instruction format over its word-level vocabulary, whose marks {@code <bos>} and {@code <eos>} are
 * words of the text. Spaces only part words there.
 */
final class LabFormat implements ConversationFormat {

    @Override
    public void ask(Pieces out, Conversation conversation, int round) {
        Conversation.Turn question = conversation.question(round);
        String input = question.input().isBlank()
                ? ""
                : " ### Input : " + question.input().strip();
        out.text("<bos> ### Instruction : " + question.text().strip() + input + " ### Response :");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(" " + answer.strip() + " <eos>");
    }

    @Override
    public void document(Pieces out, String text) {
        out.text("<bos> " + text.strip() + " <eos>");
    }

    @Override
    public Turns turns() {
        return Turns.ONE;
    }

    @Override
    public Owner beginning() {
        return Owner.TEXT;
    }

    @Override
    public Owner end() {
        return Owner.TEXT;
    }
}
