package io.tiltmeter.evaluator.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which items go through the model together. It depends on the items alone, so that a suite has the same batches on
 * every replica and in every attempt, and with them the same results to the last bit on the same engine.
 *
 * @param mostTokens rows times the longest of them, at most; a single item may have more
 * @param mostRows rows, at most
 */
public record BatchPolicy(int mostTokens, int mostRows) {
    /** Each item alone: what else a suite holds, and memory, move no bit. */
    public static final BatchPolicy ONE_BY_ONE = new BatchPolicy(1, 1);

    public BatchPolicy {
        if (mostTokens < 1 || mostRows < 1) {
            throw new IllegalArgumentException(
                    "batches of " + mostTokens + " tokens and " + mostRows + " rows: at least 1 of each is needed");
        }
    }

    /** As results state it. */
    public String describe() {
        return equals(ONE_BY_ONE) ? "one by one" : "up to " + mostTokens + " tokens and " + mostRows + " rows";
    }

    /** The questions in batches, the shortest first; equals in their order. */
    <Q extends Question> List<List<Q>> batches(List<Q> questions) {
        List<Integer> byLength = IntStream.range(0, questions.size())
                .boxed()
                .sorted(Comparator.comparingInt(place -> questions.get(place).longestRow()))
                .toList();
        List<List<Q>> batches = new ArrayList<>();
        List<Q> open = new ArrayList<>();
        long rows = 0;
        for (int place : byLength) {
            Q next = questions.get(place);
            long withNext = rows + next.rows();
            if (!open.isEmpty() && (withNext > mostRows || withNext * next.longestRow() > mostTokens)) {
                batches.add(open);
                open = new ArrayList<>();
                rows = 0;
            }
            open.add(next);
            rows += next.rows();
        }
        if (!open.isEmpty()) {
            batches.add(open);
        }
        return batches;
    }
}
