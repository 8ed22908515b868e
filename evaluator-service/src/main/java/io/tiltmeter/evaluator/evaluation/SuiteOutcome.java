package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import java.util.List;
import java.util.function.Predicate;

/**
 * A whole suite, answered and scored.
 *
 * @param items one outcome an item, in the suite's order
 */
public record SuiteOutcome(List<ItemOutcome> items) {
    public SuiteOutcome {
        items = List.copyOf(items);
    }

    public int contextAnswerCount() {
        return count(ItemOutcome::contextAnswerFound);
    }

    public int memoryAnswerCount() {
        return count(ItemOutcome::memoryAnswerFound);
    }

    /** Items with either answer. */
    public int correctCount() {
        return count(ItemOutcome::correct);
    }

    private int count(Predicate<ItemOutcome> flag) {
        return (int) items.stream().filter(flag).count();
    }
}
