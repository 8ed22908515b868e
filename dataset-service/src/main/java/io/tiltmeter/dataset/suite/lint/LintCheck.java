package io.tiltmeter.dataset.suite.lint;

import java.util.function.Consumer;

/** One trap. A check sees every item once, in order, and keeps only what it needs; it serves one suite. */
interface LintCheck {
    /** Looks at the next item and tells what is already certain. */
    void look(ReadItem item, Consumer<Finding> found);

    /** Tells what only the whole suite shows. */
    default void finish(Consumer<Finding> found) {}
}
