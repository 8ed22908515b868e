package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.file.FileRow;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
    private static final Pattern TEXT_COLUMN = Pattern.compile("context|passage|evidence|answer");
    private static final Set<String> NO_TEXT_COLUMNS =
            Set.of("answer_start", "answer_end", "answer_type", "answer_id", "context_id", "passage_id");

    /** Every known shape, the most specific first: the first that fits a row is its shape. */
    static List<SuiteShape> all() {
        return List.of(
                ConflictShape.of("context_answer", "memory_answer"),
                ConflictShape.of("answer", "memory_answer"),
                ConflictShape.of("contextual_answer", "parametric_answer"),
                ConflictShape.of("answer", "parametric_answer"),
                ConflictShape.of("cf_answer", "orig_answer"),
                ConflictShape.of("counter_memory", "counter_answer", "memory_answer"),
                KreShape.shape(),
                MemoTrapShape.shape(),
                ArcShape.shape().alone(),
                SquadShape.shape().alone(),
                MmluShape.shape().alone(),
                Gsm8kShape.shape().alone());
    }

    /** The same without rows that have a further column with a context or an answer: one more shape, and not this one. */
    SuiteShape alone() {
        return new SuiteShape(
                id,
                columns,
                kind,
                readColumns,
                fits.and(row -> otherTexts(row, readColumns).isEmpty()),
                draft);
    }

    /** Columns of a context or an answer that are none of some others. */
    static List<String> otherTexts(JsonNode row, Set<String> others) {
        return FileRow.columns(row).stream()
                .filter(column -> !others.contains(column))
                .map(column -> column.toLowerCase(Locale.ROOT))
                .filter(column -> TEXT_COLUMN.matcher(column).find() && !NO_TEXT_COLUMNS.contains(column))
                .toList();
    }

    static boolean hasAll(JsonNode row, String... columns) {
        return List.of(columns).stream().allMatch(row::has);
    }
}
