package io.tiltmeter.results.curve;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Made-up outcomes of known truth: facts with two contexts each, that are answered alike. */
final class SyntheticOutcomes {
    private SyntheticOutcomes() {}

    static ItemOutcome item(String id, String cluster, boolean context, boolean memory) {
        return new ItemOutcome(id, cluster, context ? "as written" : "as known", context, memory);
    }

    /** An item to which several answers were drawn, each following its context or memory. */
    static ItemOutcome drawn(String id, boolean... followsContext) {
        List<JudgedAnswer> answers = new ArrayList<>();
        for (boolean context : followsContext) {
            answers.add(new JudgedAnswer(
                    context ? "as written" : "as known", context, !context, Optional.empty(), Optional.empty()));
        }
        return new ItemOutcome(
                id,
                id,
                answers.get(0).generated(),
                followsContext[0],
                !followsContext[0],
                Optional.empty(),
                Optional.empty(),
                answers.subList(1, answers.size()),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** An item of a benchmark that gives partial credit. */
    static ItemOutcome credited(String id, double credit) {
        return new ItemOutcome(
                id,
                id,
                "",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.of(credit),
                Optional.empty());
    }

    /** The first {@code hits} of {@code items} single-item clusters follow their context, the others memory. */
    static SuiteOutcomes firstHits(int hits, int items) {
        return firstOf(hits, items, true);
    }

    /** The first {@code right} of {@code items} single-item clusters are answered, the others wrongly. */
    static SuiteOutcomes firstRight(int right, int items) {
        return firstOf(right, items, false);
    }

    private static SuiteOutcomes firstOf(int hits, int items, boolean othersFromMemory) {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (int index = 0; index < items; index++) {
            String id = String.format("item-%04d", index);
            outcomes.add(item(id, id, index < hits, othersFromMemory && index >= hits));
        }
        return SuiteOutcomes.of(outcomes);
    }

    /**
     * A suite answered with the given accuracy; each fact leans by its own amount, and its second context is answered
     * like the first with probability one half.
     */
    static SuiteOutcomes noisy(SplittableRandom random, double[] leanings, double accuracy) {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (int fact = 0; fact < leanings.length; fact++) {
            double share = Math.min(1, Math.max(0, accuracy + leanings[fact]));
            boolean first = random.nextDouble() < share;
            boolean second = random.nextBoolean() ? first : random.nextDouble() < share;
            outcomes.add(item("fact-" + fact + "-a", "fact-" + fact, first, !first));
            outcomes.add(item("fact-" + fact + "-b", "fact-" + fact, second, !second));
        }
        return SuiteOutcomes.of(outcomes);
    }

    static double[] leanings(SplittableRandom random, int facts, double spread) {
        return random.doubles(facts, -spread, spread).toArray();
    }
}
