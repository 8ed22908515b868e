package io.tiltmeter.languagemodel.text;

/**
 * The two prompts of Stanford Alpaca (tatsu-lab/stanford_alpaca, train.py); the answer follows without a space or line
 * break.
 */
final class AlpacaFormat implements ConversationFormat {

    private static final String WITH_INPUT = "Below is an instruction that describes a task, paired with an input that"
            + " provides further context. Write a response that appropriately completes the request.\n\n";
    private static final String WITHOUT_INPUT = "Below is an instruction that describes a task."
            + " Write a response that appropriately completes the request.\n\n";

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        Conversation.Turn user = conversation.userTurn(round);
        if (user.input().isBlank()) {
            out.text(WITHOUT_INPUT + "### Instruction:\n" + user.text() + "\n\n### Response:");
        } else {
            out.text(WITH_INPUT + "### Instruction:\n" + user.text() + "\n\n### Input:\n" + user.input()
                    + "\n\n### Response:");
        }
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(answer).end();
    }

    @Override
    public Turns turns() {
        return Turns.ONE;
    }
}
