package io.tiltmeter.languagemodel.text;

/**
 * Llama 2's chat format (meta-llama/llama, generation.py): every round is a sequence of its own, from the beginning token
 * to the end token; a system text is part of the first prompt.
 */
final class Llama2Format implements ConversationFormat {

    @Override
    public void prompt(Pieces out, Conversation conversation, int round) {
        String system = round == 0 && !conversation.system().isBlank()
                ? "<<SYS>>\n" + conversation.system() + "\n<</SYS>>\n\n"
                : "";
        String prompt = (system + conversation.userTurn(round).wholeText()).strip();
        out.beginning().text("[INST] " + prompt + " [/INST]");
    }

    @Override
    public void answer(Pieces out, String answer) {
        out.text(" " + answer.strip() + " ").end();
    }

    @Override
    public Owner beginning() {
        return Owner.FORMAT;
    }
}
