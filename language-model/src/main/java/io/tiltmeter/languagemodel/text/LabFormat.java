package io.tiltmeter.languagemodel.text;

/**
 * The lab study's instruction format over its word-level vocabulary. {@code <bos>} and {@code <eos>} are words of the text,
 * and spaces only separate words.
 */
final class LabFormat implements ConversationFormat {

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        Conversation.Turn user = conversation.userTurn(round);
        String input =
                user.input().isBlank() ? "" : " ### Input : " + user.input().strip();
        out.text("<bos> ### Instruction : " + user.text().strip() + input + " ### Response :");
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
