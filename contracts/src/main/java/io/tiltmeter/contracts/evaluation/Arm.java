package io.tiltmeter.contracts.evaluation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way to put a suite to a model and to answer it: a series of its own in every chart, never mixed with another's.
 *
 * @param name of the series, unique in its plan
 * @param questionFormat what the instruction is, with {@code {question}} and {@code {context}} in it
 * @param contextFormat what the input is, likewise; blank for none
 * @param answerPrefix what the answer begins with, given to the model; usually blank
 * @param contextAwareWeight alpha of context-aware decoding (Shi et al. 2023): logits (1 + alpha) with the context less
 *     alpha without; 0 for none
 * @param sampling how several answers are drawn; empty for the likeliest one
 * @param maxNewTokens limit for each answer
 */
public record Arm(
        String name,
        String questionFormat,
        String contextFormat,
        String answerPrefix,
        double contextAwareWeight,
        Optional<Sampling> sampling,
        int maxNewTokens) {
    /** What a name looks like. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    /** The arm of a request that names none, and of events from before there were arms. */
    public static final String DEFAULT_NAME = "template";

    /** The paper's answers are two or three words (PAPER.md, section 1). */
    public static final int DEFAULT_MAX_NEW_TOKENS = 24;

    public Arm {
        sampling = sampling == null ? Optional.empty() : sampling;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "arm \"" + name + "\" is not 1 to 32 of a-z, 0-9, '_' and '-', beginning with a letter or digit");
        }
        if (!(contextAwareWeight >= 0) || maxNewTokens < 1) {
            throw new IllegalArgumentException("arm " + name + " has context_aware_weight " + contextAwareWeight
                    + " and max_new_tokens " + maxNewTokens + ": at least 0 and 1 are needed");
        }
    }

    /** The run's own template and the likeliest answer. */
    public static Arm plain(int maxNewTokens) {
        return of(DEFAULT_NAME, PromptStyle.TEMPLATE, maxNewTokens);
    }

    /** A prompt style with the likeliest answer. */
    public static Arm of(String name, PromptStyle style, int maxNewTokens) {
        return new Arm(name, style.questionFormat(), style.contextFormat(), "", 0, Optional.empty(), maxNewTokens);
    }

    /** The instruction for this item; a question without a context is the instruction itself. */
    public String instruction(String question, String context) {
        return context.isBlank() ? question : filled(questionFormat, question, context);
    }

    /** The input for this item; blank if there is no context. */
    public String input(String question, String context) {
        return context.isBlank() ? "" : filled(contextFormat, question, context);
    }

    private static String filled(String format, String question, String context) {
        StringBuilder text = new StringBuilder();
        for (String part : format.split("(?=\\{question\\}|\\{context\\})|(?<=\\{question\\}|\\{context\\})")) {
            text.append(part.equals("{question}") ? question : part.equals("{context}") ? context : part);
        }
        return text.toString();
    }
}
