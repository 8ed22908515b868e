package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The class that an item of a standard suite would have as an example of finetuning (Goyal et al., section 4). */
public final class ItemClass {
    private ItemClass() {}

    /**
     * By where the answer is: in memory if there is no context, in the context alone, or in both. An item whose context states
     * no answer has no class.
     */
    public static ExampleClass of(SuiteItem item) {
        if (item.context().isBlank()) {
            return ExampleClass.SUBJECT_CRITICAL;
        }
        if (item.contextAnswer().isBlank()) {
            return ExampleClass.UNLABELLED;
        }
        return item.memoryAnswer().isBlank() ? ExampleClass.CONTEXT_CRITICAL : ExampleClass.NON_CONTEXT_CRITICAL;
    }

    /** As in events. */
    public static String name(ExampleClass of) {
        return of.name().toLowerCase(Locale.ROOT);
    }

    /** The item's own answer: that of the context, or of memory where the context states none; empty if it has neither. */
    static Optional<String> answer(SuiteItem item) {
        return Stream.of(item.contextAnswer(), item.memoryAnswer())
                .filter(answer -> !answer.isBlank())
                .findFirst();
    }
}
