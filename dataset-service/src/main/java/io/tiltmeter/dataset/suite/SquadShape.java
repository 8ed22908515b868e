package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * SQuAD 1 and 2, from the released articles or flat rows: {@code answers} is a list of {@code {text, answer_start}}, or
 * {@code {text[], answer_start[]}}. The first answer is the context answer, the others its aliases; none means
 * unanswerable. Questions on one paragraph are a cluster.
 */
final class SquadShape {
    /** The shape of a file that says to be version 1, whose questions all have an answer. */
    static final String VERSION_1 = "squad_v1";

    private static final String SQUAD = "squad";

    private SquadShape() {}

    /** Whether a file of SQuAD says to be of version 1 and is. */
    static boolean isVersion1(SuiteShape shape, String version, List<SuiteItem> items) {
        return shape.id().equals(SQUAD)
                && version.matches("v?1(\\..*)?")
                && items.stream().noneMatch(item -> item.tags().contains(SuiteItem.UNANSWERABLE));
    }

    static SuiteShape shape() {
        return new SuiteShape(
                SQUAD,
                "context, question, answers",
                SuiteKind.STANDARD,
                Set.of("id", "title", "context", "question", "answers", "is_impossible", "plausible_answers"),
                row -> SuiteShape.hasAll(row, "context", "question", "answers"),
                SquadShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String context = fields.requiredContext("context");
        String question = fields.required("question");
        List<String> answers = new ArrayList<>();
        fields.node("answers")
                .ifPresentOrElse(node -> read(fields, node, answers), () -> fields.fault("answers is missing"));
        boolean impossible =
                fields.node("is_impossible").map(JsonNode::asBoolean).orElse(false);
        if (impossible && !answers.isEmpty()) {
            fields.fault("is_impossible is true, and there are answers: " + answers);
        }
        String first = answers.isEmpty() ? "" : answers.get(0);
        List<String> tags = new ArrayList<>();
        String title = fields.optional("title");
        if (!title.isBlank()) {
            tags.add("title:" + title);
        }
        if (answers.isEmpty()) {
            tags.add(SuiteItem.UNANSWERABLE);
        }
        return new ItemDraft(fields, question)
                .clusterKey(context)
                .context(context)
                .contextAnswer(first, RowFields.others(answers, first))
                .tags(tags);
    }

    private static void read(RowFields fields, JsonNode node, List<String> answers) {
        JsonNode texts = node.isObject() ? node.path("text") : node;
        if (!texts.isArray()) {
            fields.fault("answers is neither a list of {text} nor an object with a list \"text\"");
            return;
        }
        for (JsonNode answer : texts) {
            String text = fields.scalar("answers", answer.isObject() ? answer.path("text") : answer);
            if (text.isBlank()) {
                fields.fault("answers holds a blank text");
            } else {
                answers.add(text);
            }
        }
    }
}
