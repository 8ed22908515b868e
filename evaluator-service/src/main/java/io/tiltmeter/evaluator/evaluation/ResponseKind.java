package io.tiltmeter.evaluator.evaluation;

import java.util.Locale;

/** The kinds of responses that a model gives to a suite; every scorer and every probe takes one of them. */
public enum ResponseKind {
    /** Generated answers. */
    ANSWERS,
    /** Likelihoods of both answers of conflict items, behind the arm's prompt. */
    LIKELIHOODS,
    /** Likelihoods, without the context, of the memory answer, the context answer and distractors. */
    CANDIDATES,
    /** Those that a standard benchmark needs. */
    RESPONSES,
    /** Attention to the context, layer by layer, where the arm's prompt ends. */
    ATTENTION,
    /** The likelihood of each item's own answer, behind the arm's prompt. */
    TARGETS,
    /** The gradient of each class of examples beside that of the margin, a response for each class. */
    GRADIENTS;

    /** The name in paths and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
