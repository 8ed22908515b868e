package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outcomes of items whose generated texts were judged. */
public final class JudgedItem {
    private JudgedItem() {}

    /**
     * The outcome of an item.
     *
     * @param answers in the order they were drawn, at least one
     * @throws IllegalArgumentException if there is none
     */
    public static ItemOutcome of(SuiteItem item, List<JudgedAnswer> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("item " + item.id() + " has no judged answer");
        }
        JudgedAnswer first = answers.get(0);
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                first.generated(),
                first.contextAnswerFound(),
                first.memoryAnswerFound(),
                first.contextSpan(),
                first.memorySpan(),
                answers.subList(1, answers.size()),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The outcome of an item whose texts are judged one by one. */
    public static ItemOutcome of(SuiteItem item, List<String> generated, TextScorer scorer) {
        return of(item, generated.stream().map(text -> scorer.judge(item, text)).toList());
    }
}
