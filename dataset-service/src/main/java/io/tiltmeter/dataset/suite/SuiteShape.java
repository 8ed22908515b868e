package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A form in which suites are released: which columns identify it, and how a row of it becomes an item.
 *
 * @param id its name in responses, such as {@code answer/memory_answer}
 * @param columns those that it needs, for people
 * @param kind what its suites measure
 * @param readColumns columns that it reads; others are ignored and reported
 * @param fits whether a row has its columns
 * @param draft makes the item; faults are recorded in the fields, and the draft is then unusable
 */
record SuiteShape(
        String id,
        String columns,
        SuiteKind kind,
        Set<String> readColumns,
        Predicate<JsonNode> fits,
        Function<RowFields, ItemDraft> draft) {
    /** Every known shape, the most specific first: the first that fits a row is its shape. */
    static List<SuiteShape> all() {
        return List.of(
                ConflictShape.of("context_answer", "memory_answer"),
                ConflictShape.of("answer", "memory_answer"),
                ConflictShape.of("contextual_answer", "parametric_answer"),
                ConflictShape.of("answer", "parametric_answer"),
                ConflictShape.of("cf_answer", "orig_answer"),
                MemoTrapShape.shape(),
                ArcShape.shape(),
                SquadShape.shape(),
                MmluShape.shape(),
                Gsm8kShape.shape());
    }

    static boolean hasAll(JsonNode row, String... columns) {
        return List.of(columns).stream().allMatch(row::has);
    }
}
