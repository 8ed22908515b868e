package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.List;
import java.util.Set;

/**
 * GSM8K as released: {@code question, answer}, where the answer is a worked solution that ends in {@code #### 1,200}. It is
 * kept whole: few-shot prompts show it.
 */
final class Gsm8kShape {
    private static final String FINAL_ANSWER = "####";

    private Gsm8kShape() {}

    static SuiteShape shape() {
        return new SuiteShape(
                "gsm8k",
                "question, answer (ending in \"#### <number>\")",
                SuiteKind.STANDARD,
                Set.of("id", "question", "answer"),
                row -> SuiteShape.hasAll(row, "question", "answer")
                        && row.get("answer").asText("").contains(FINAL_ANSWER),
                Gsm8kShape::draft);
    }

    private static ItemDraft draft(RowFields fields) {
        String question = fields.required("question");
        String solution = fields.required("answer");
        int mark = solution.lastIndexOf(FINAL_ANSWER);
        String answer = mark < 0
                ? ""
                : fields.checkedAnswer(
                        "answer",
                        solution.substring(mark + FINAL_ANSWER.length()).strip());
        if (answer.isBlank() && fields.faults().isEmpty()) {
            fields.fault("answer does not end in \"#### <number>\"");
        }
        return new ItemDraft(fields, question)
                .memoryAnswer(answer, RowFields.others(List.of(answer.replace(",", "")), answer))
                .solution(solution);
    }
}
