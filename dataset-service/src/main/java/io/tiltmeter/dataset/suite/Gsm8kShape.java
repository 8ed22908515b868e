package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.suite.file.SourceRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GSM8K as released: {@code question, answer}, where the answer is a worked solution that ends in {@code #### 1,200}. It is
 * kept whole: few-shot prompts show it.
 */
record Gsm8kShape() implements SuiteShape {
    private static final String FINAL_ANSWER = "####";

    @Override
    public String id() {
        return "gsm8k";
    }

    @Override
    public String columns() {
        return "question, answer (ending in \"#### <number>\")";
    }

    @Override
    public SuiteKind kind() {
        return SuiteKind.STANDARD;
    }

    @Override
    public boolean fits(SourceRow row) {
        return row.fields().containsKey("question")
                && row.fields().containsKey("answer")
                && row.fields().get("answer").asText("").contains(FINAL_ANSWER);
    }

    @Override
    public Set<String> readColumns() {
        return Set.of("id", "question", "answer");
    }

    @Override
    public ItemDraft draft(RowFields fields) {
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
        return new ItemDraft(
                fields.optional("id"),
                "",
                question,
                "",
                question,
                "",
                answer,
                List.of(),
                RowFields.others(List.of(answer.replace(",", "")), answer),
                List.of(),
                Optional.empty(),
                Optional.of(solution));
    }
}
