package io.tiltmeter.evaluator.evaluation;

import java.util.Locale;

/** What can be read of a model for a suite and an arm; every scorer judges one of them. */
public enum Part {
    /** Generated answers. */
    ANSWERS,
    /** Likelihoods of both answers of conflict items, behind the arm's prompt. */
    LIKELIHOODS,
    /** Likelihoods, without the context, of the memory answer, the context answer and distractors. */
    CANDIDATES,
    /** What a standard benchmark asks for. */
    RESPONSES;

    /** The name in paths and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
