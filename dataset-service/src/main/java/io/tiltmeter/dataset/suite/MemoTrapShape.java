package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memo Trap (CF_Quotes): a prompt that asks for an unusual last word, two endings, and the index of the one that follows it. There
 * is no context but the prompt, which itself contains the requested word. Endings lose their spaces and full stops. The endings
 * of one proverb are a cluster.
 */
final class MemoTrapShape {
    private static final Pattern PROVERB = Pattern.compile(".*?[\"'\u201d]\\s*+:\\s*+(.+)", Pattern.DOTALL);
    /** From a run's start alone, since a look from each of its places takes the square of its length. */
    private static final Pattern END = Pattern.compile("(?<![\\s.!?])[\\s.!?]++$");

    private MemoTrapShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "memo_trap",
                "prompt, classes, answer_index",
                SuiteKind.KNOWLEDGE_CONFLICT,
                Set.of("id", "prompt", "classes", "answer_index"),
                row -> SuiteShape.hasAll(row, "prompt", "classes", "answer_index"),
                MemoTrapShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String prompt = fields.required("prompt");
        List<String> endings = fields.texts("classes").stream()
                .map(ending -> END.matcher(
                                fields.checkedAnswer("classes", ending).strip())
                        .replaceAll(""))
                .toList();
        String index = fields.required("answer_index").strip();
        boolean indexed = index.equals("0") || index.equals("1");
        if (fields.faults().isEmpty() && !indexed) {
            fields.fault("answer_index is " + index + ", and 0 or 1 is allowed");
        }
        if (fields.faults().isEmpty()
                && (endings.size() != 2 || endings.stream().anyMatch(String::isBlank))) {
            fields.fault("classes are " + endings + ", and two endings are needed");
        }
        boolean whole = fields.faults().isEmpty();
        int requested = whole ? Integer.parseInt(index) : 0;
        Matcher proverb = PROVERB.matcher(prompt);
        return new ItemDraft(fields, prompt)
                .clusterKey(proverb.matches() ? proverb.group(1) : prompt)
                .contextAnswer(whole ? endings.get(requested) : "", List.of())
                .memoryAnswer(whole ? endings.get(1 - requested) : "", List.of())
                .tags(List.of("memo_trap"));
    }
}
