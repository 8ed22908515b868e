package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.suite.file.SourceRow;
import java.util.List;
import java.util.Set;

/** A form in which suites are released: which columns tell it, and how a row of it becomes an item. */
interface SuiteShape {
    /** Every known shape, the most particular first: the first that fits a row is its shape. */
    static List<SuiteShape> all() {
        return List.of(
                ConflictShape.of("context_answer", "memory_answer"),
                ConflictShape.of("answer", "memory_answer"),
                ConflictShape.of("contextual_answer", "parametric_answer"),
                ConflictShape.of("answer", "parametric_answer"),
                ConflictShape.of("cf_answer", "orig_answer"),
                new MemoTrapShape(),
                new ArcShape(),
                new SquadShape(),
                new MmluShape(),
                new Gsm8kShape());
    }

    /** Its name in answers, such as {@code answer/memory_answer}. */
    String id();

    /** The columns it needs, for people. */
    String columns();

    SuiteKind kind();

    /** Whether a row has its columns. */
    boolean fits(SourceRow row);

    /** Columns that it reads; others are left out, which is told. */
    Set<String> readColumns();

    /** The item; what is wrong is left in the fields' faults, and the draft is then of no use. */
    ItemDraft draft(RowFields fields);
}
