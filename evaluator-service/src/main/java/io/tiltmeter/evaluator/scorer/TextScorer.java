package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;

/** A rule that judges a generated text by itself: it needs no model, so stored texts can be judged again. */
public interface TextScorer {

    /** As in requests, such as {@code contains}. */
    String name();

    /** Goes up whenever an outcome could change: outcomes of two versions are never mixed. */
    int version();

    /** Name and version, as in identities and file names. */
    default String id() {
        return name() + "-v" + version();
    }

    /** What one generated text says; any text has a judgement. */
    JudgedAnswer judge(SuiteItem item, String generated);
}
