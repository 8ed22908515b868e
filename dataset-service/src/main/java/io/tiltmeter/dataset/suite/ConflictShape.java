package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Context, question, and two answers under several names; {@code answer} next to a memory answer is always the
 * counterfactual one (PAPER.md, section 2). An answer may be a list, whose first text is the answer and whose others are
 * aliases; aliases may also have a column of their own ({@code cf_aliases} for {@code cf_answer}). Rows with the same
 * question are a cluster, unless there is a {@code cluster_id}.
 */
record ConflictShape(String passageColumn, String contextColumn, String memoryColumn) {
    /** With the context in {@code context}. */
    static SuiteShape of(String contextColumn, String memoryColumn) {
        return of("context", contextColumn, memoryColumn);
    }

    static SuiteShape of(String passageColumn, String contextColumn, String memoryColumn) {
        Set<String> columns = new LinkedHashSet<>(
                List.of("id", "cluster_id", passageColumn, "question", contextColumn, memoryColumn, "tags"));
        columns.addAll(aliasColumns(contextColumn));
        columns.addAll(aliasColumns(memoryColumn));
        return new SuiteShape(
                contextColumn + "/" + memoryColumn,
                passageColumn + ", question, " + contextColumn + ", " + memoryColumn,
                SuiteKind.KNOWLEDGE_CONFLICT,
                columns,
                row -> SuiteShape.hasAll(row, contextColumn, memoryColumn),
                new ConflictShape(passageColumn, contextColumn, memoryColumn)::draft);
    }

    private ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String context = fields.requiredContext(passageColumn);
        String contextAnswer = answer(fields, contextColumn);
        String memoryAnswer = answer(fields, memoryColumn);
        return new ItemDraft(fields, question)
                .clusterId(fields.optional("cluster_id"))
                .context(context)
                .contextAnswer(contextAnswer, aliases(fields, contextColumn, contextAnswer))
                .memoryAnswer(memoryAnswer, aliases(fields, memoryColumn, memoryAnswer))
                .tags(fields.texts("tags"));
    }

    private static String answer(RowFields fields, String column) {
        if (fields.node(column).filter(node -> node.isArray()).isEmpty()) {
            return fields.requiredAnswer(column);
        }
        String first = fields.texts(column).stream().findFirst().orElse("");
        if (first.isBlank()) {
            fields.fault(column + " is an empty list, or its first text is blank");
        }
        return fields.checkedAnswer(column, first);
    }

    private static List<String> aliases(RowFields fields, String column, String answer) {
        Stream<String> inTheAnswer =
                fields.node(column).filter(node -> node.isArray()).isPresent()
                        ? fields.texts(column).stream()
                        : Stream.empty();
        Stream<String> inColumns = aliasColumns(column).stream().flatMap(name -> fields.texts(name).stream());
        return RowFields.others(Stream.concat(inTheAnswer, inColumns).toList(), answer);
    }

    private static List<String> aliasColumns(String column) {
        return column.equals("answer")
                ? List.of("answer_aliases", "answer_alias")
                : List.of(
                        column + "_aliases", column + "_alias", column.substring(0, column.indexOf('_')) + "_aliases");
    }
}
