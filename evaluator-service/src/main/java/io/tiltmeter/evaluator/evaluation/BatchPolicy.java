package io.tiltmeter.evaluator.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which items go through the model together. It depends on the items alone, so that a suite has the same batches on
 * every replica and in every attempt, and with them the same results to the last bit on the same engine.
 *
 * @param maxTokens rows times the longest of them, at most; a single item may have more
 * @param maxRows rows, at most
 */
public record BatchPolicy(int maxTokens, int maxRows) {
    /** Each item alone: what else a suite holds, and memory, move no bit. */
    public static final BatchPolicy ONE_BY_ONE = new BatchPolicy(1, 1);

    public BatchPolicy {
        if (maxTokens < 1 || maxRows < 1) {
            throw new IllegalArgumentException(
                    "batches of " + maxTokens + " tokens and " + maxRows + " rows: at least 1 of each is needed");
        }
    }

    /** As results state it. */
    public String describe() {
        return equals(ONE_BY_ONE) ? "one by one" : "up to " + maxTokens + " tokens and " + maxRows + " rows";
    }

    /** The prompts in batches, the shortest first; equals in their order. */
    <P extends Prompt> List<List<P>> batches(List<P> prompts) {
        return batches(prompts, Prompt::rows, Prompt::maxRowTokens);
    }

    /**
     * Texts in batches, the shortest first; equals in their order.
     *
     * @param rows that one of them takes
     * @param length of the longest of its rows
     */
    <T> List<List<T>> batches(List<T> texts, ToIntFunction<T> rows, ToIntFunction<T> length) {
        List<T> byLength =
                texts.stream().sorted(Comparator.comparingInt(length)).toList();
        List<List<T>> batches = new ArrayList<>();
        List<T> open = new ArrayList<>();
        long openRows = 0;
        for (T next : byLength) {
            long withNext = openRows + rows.applyAsInt(next);
            if (!open.isEmpty() && (withNext > maxRows || withNext * length.applyAsInt(next) > maxTokens)) {
                batches.add(open);
                open = new ArrayList<>();
                openRows = 0;
            }
            open.add(next);
            openRows += rows.applyAsInt(next);
        }
        if (!open.isEmpty()) {
            batches.add(open);
        }
        return batches;
    }
}
