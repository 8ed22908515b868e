package io.tiltmeter.languagemodel.text;

import java.util.Optional;

/**
 * The chat template of a tokenizer's folder, in Jinja. It is searched for names and never run.
 *
 * @param text as it is written
 * @param file where it stands
 */
public record ChatTemplate(String text, String file) {
    /** Where transformers saves it since release 4.51; it comes before the one in {@code tokenizer_config.json}. */
    public static final String FILE = "chat_template.jinja";

    private static final String USER = "<|user|>";

    /** Whether it writes the beginning token itself. */
    public boolean writesBeginning() {
        return text.contains("bos_token");
    }

    /** The template that writes a prompt in the same way, recognised by the marks of its turns; empty for any other format. */
    public Optional<PromptTemplate> prompts() {
        if (text.contains("<|im_start|>")) {
            return Optional.of(PromptTemplate.CHATML);
        }
        if (text.contains("<|start_header_id|>")) {
            return Optional.of(PromptTemplate.LLAMA_3);
        }
        if (text.contains("[INST]")) {
            return Optional.of(PromptTemplate.LLAMA_2);
        }
        if (text.contains("### Instruction") && text.contains("### Response")) {
            return Optional.of(PromptTemplate.ALPACA);
        }
        if (text.contains(USER) && text.contains("<|assistant|>") && !text.contains("<|end|>")) {
            return Optional.of(endsUserTurns() ? PromptTemplate.ZEPHYR : PromptTemplate.TULU);
        }
        return Optional.empty();
    }

    /** Whether the end token stands between the user's mark and the next one. */
    private boolean endsUserTurns() {
        int turn = text.indexOf(USER) + USER.length();
        int next = text.indexOf("<|", turn);
        return text.substring(turn, next < 0 ? text.length() : next).contains("eos_token");
    }
}
