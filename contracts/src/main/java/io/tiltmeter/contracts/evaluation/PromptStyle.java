package io.tiltmeter.contracts.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Ways to put an item to a model. Each is two formats with {@code {question}} and {@code {context}} in them; the
 * first becomes the instruction and the second the input of the run's own prompt template.
 */
public enum PromptStyle {
    /** The question and its context as the finetuning set would have them. */
    TEMPLATE("{question}", "{context}"),
    /** Both in the instruction, as Goyal et al. evaluate their suites (PAPER.md, section 1). */
    BACKGROUND("Background: {context} \"Question\": {question}", ""),
    /** Goyal et al., figure 12: an instruction to keep to the context. */
    CONTEXT_ONLY("Answer the question based on the input context only. {question}", "{context}"),
    /** What the text says rather than what is so (after Zhou et al. 2023, opinion-based prompts). */
    OPINION("According to the text, {question}", "{context}"),
    /** An instruction for the case that text and knowledge disagree (after Zhou et al. 2023, instructed prompts). */
    INSTRUCTED(
            "Read the given text and answer the question with what it says, even where that contradicts what you know."
                    + " {question}",
            "{context}"),
    /** The question alone: what the model remembers. */
    WITHOUT_CONTEXT("{question}", "");

    private final String questionFormat;
    private final String contextFormat;

    PromptStyle(String questionFormat, String contextFormat) {
        this.questionFormat = questionFormat;
        this.contextFormat = contextFormat;
    }

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String questionFormat() {
        return questionFormat;
    }

    public String contextFormat() {
        return contextFormat;
    }

    /** All names, as a sentence lists them. */
    public static String names() {
        return Arrays.stream(values()).map(PromptStyle::id).collect(Collectors.joining(", "));
    }
}
