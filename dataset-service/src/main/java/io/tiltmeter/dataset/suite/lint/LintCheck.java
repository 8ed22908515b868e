package io.tiltmeter.dataset.suite.lint;

import java.util.function.Consumer;

/** One kind of defect. A check sees every item once, in order, keeps only what it needs, and is used for one suite. */
interface LintCheck {
    /** Checks the next item and reports what is already certain. */
    void look(ReadItem item, Consumer<Finding> found);

    /** Reports what only the whole suite shows. */
    default void finish(Consumer<Finding> found) {}
}
