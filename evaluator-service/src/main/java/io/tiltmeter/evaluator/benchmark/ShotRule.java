package io.tiltmeter.evaluator.benchmark;

/** How the harness chooses the solved examples of a prompt. */
public enum ShotRule {
    /** The first ones of the same task, in their order: its sampler {@code first_n}. */
    FIRST,
    /** Drawn anew for each item; one more, for the item itself to drop out, where they come from the same suite. */
    DRAWN,
    /**
     * Drawn, always one more than needed. The harness does so for tasks without split names such as its {@code squadv2};
     * it matters to all later draws.
     */
    DRAWN_WITH_A_SPARE
}
