package io.tiltmeter.languagemodel.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How an instruction, its input and the answer become the text that the model reads. */
public enum PromptTemplate {
    /** The lab study's instruction format, over its word-level vocabulary; loss on the answer and {@code <eos>}. */
    LAB("lab") {
        @Override
        public String prompt(String instruction, String input) {
            String context = input.isBlank() ? "" : " ### Input : " + input.strip();
            return "<bos> ### Instruction : " + instruction.strip() + context + " ### Response :";
        }
    },
    /** Pretraining documents and raw prompts: nothing is put around the text but {@code <bos>} and {@code <eos>}. */
    PLAIN("plain") {
        @Override
        public String prompt(String instruction, String input) {
            return ("<bos> " + instruction.strip() + " " + input.strip()).strip();
        }
    };

    private final String id;

    PromptTemplate(String id) {
        this.id = id;
    }

    /** The template's name in requests and files. */
    public String id() {
        return id;
    }

    /**
     * What the model is given before it answers.
     *
     * @param input context for the instruction; blank if there is none
     */
    public abstract String prompt(String instruction, String input);

    /** What the model has to write after the prompt. */
    public String response(String output) {
        return output.strip() + " <eos>";
    }

    /** A pretraining document with its borders. */
    public String document(String text) {
        return "<bos> " + text.strip() + " <eos>";
    }

    /** @throws IllegalArgumentException listing the known names */
    public static PromptTemplate named(String id) {
        return Arrays.stream(values())
                .filter(template -> template.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("template '" + id + "' is unknown; known: "
                        + Arrays.stream(values()).map(PromptTemplate::id).collect(Collectors.joining(", "))));
    }
}
