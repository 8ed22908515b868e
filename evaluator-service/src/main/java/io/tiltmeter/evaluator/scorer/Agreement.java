package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far scorers agree on the same items. Each scorer gives an item one label ({@link AnswerLabel}): context,
 * memory, or other, which is what {@code contains} says with both flags or none, {@code first_mention} where it finds
 * neither answer, {@code logprob} where it is ambiguous, and any scorer of an item that it cannot score. Scorers agree on
 * an item if they give it the same label, other included. An item is decided if all of them say context or memory.
 *
 * @param all what all scorers agree on together
 * @param pairs what every two of them agree on, in the order of the scorers
 * @param disagreements the items that not all give the same label, in the order of the items
 */
public record Agreement(Count all, List<Pair> pairs, List<Disagreement> disagreements) {
    public Agreement {
        pairs = List.copyOf(pairs);
        disagreements = List.copyOf(disagreements);
    }

    /**
     * Agreement of some scorers.
     *
     * @param items that were judged
     * @param agreed those with one label
     * @param contradicted those to which one scorer gives context and another memory; other contradicts neither
     * @param decided those with context or memory from each scorer
     * @param agreedOfDecided those of them with one label
     */
    public record Count(int items, int agreed, int contradicted, int decided, int agreedOfDecided) {
        /** In [0, 1]; 1 if there are no items. */
        public double share() {
            return items == 0 ? 1 : (double) agreed / items;
        }

        /** Of the decided items alone, in [0, 1]; 1 if there are none. */
        public double shareOfDecided() {
            return decided == 0 ? 1 : (double) agreedOfDecided / decided;
        }
    }

    /** Agreement of two scorers, by their ids. */
    public record Pair(String first, String second, Count count) {}

    /**
     * An item that scorers label differently.
     *
     * @param generated the first answer, if any of the scorers read one
     * @param labels by the scorers' ids, in their order
     */
    public record Disagreement(SuiteItem item, String generated, Map<String, AnswerLabel> labels) {
        public Disagreement {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /**
     * Compares scorers.
     *
     * @param items of the suite, or those of them to look at
     * @param outcomes by the scorers' ids, in any order of their items; each has one for every item
     * @throws IllegalArgumentException if there are fewer than two scorers, or naming the items that some lack
     */
    public static Agreement of(List<SuiteItem> items, Map<String, List<ItemOutcome>> outcomes) {
        if (outcomes.size() < 2) {
            throw new IllegalArgumentException("agreement is between two scorers at least, not " + outcomes.keySet());
        }
        Map<String, Map<String, ItemOutcome>> byScorer = byItem(items, outcomes);
        List<Disagreement> judged = items.stream()
                .map(item -> new Disagreement(item, generated(item, byScorer), labels(item, byScorer)))
                .toList();
        List<String> scorers = List.copyOf(byScorer.keySet());
        List<Pair> pairs = new ArrayList<>();
        for (int first = 0; first < scorers.size(); first++) {
            for (int second = first + 1; second < scorers.size(); second++) {
                List<String> both = List.of(scorers.get(first), scorers.get(second));
                pairs.add(new Pair(both.get(0), both.get(1), count(judged, both)));
            }
        }
        return new Agreement(
                count(judged, scorers),
                pairs,
                judged.stream()
                        .filter(item -> Set.copyOf(item.labels().values()).size() > 1)
                        .toList());
    }

    private static Count count(List<Disagreement> judged, List<String> scorers) {
        int agreed = 0;
        int contradicted = 0;
        int decided = 0;
        int agreedOfDecided = 0;
        for (Disagreement item : judged) {
            Set<AnswerLabel> labels = scorers.stream()
                    .map(item.labels()::get)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(AnswerLabel.class)));
            boolean same = labels.size() == 1;
            boolean clear = !labels.contains(AnswerLabel.OTHER);
            agreed += same ? 1 : 0;
            contradicted += labels.containsAll(Set.of(AnswerLabel.CONTEXT, AnswerLabel.MEMORY)) ? 1 : 0;
            decided += clear ? 1 : 0;
            agreedOfDecided += same && clear ? 1 : 0;
        }
        return new Count(judged.size(), agreed, contradicted, decided, agreedOfDecided);
    }

    private static Map<String, Map<String, ItemOutcome>> byItem(
            List<SuiteItem> items, Map<String, List<ItemOutcome>> outcomes) {
        Map<String, Map<String, ItemOutcome>> byScorer = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        outcomes.forEach((scorer, found) -> {
            Map<String, ItemOutcome> byItem = found.stream()
                    .collect(Collectors.toMap(ItemOutcome::itemId, Function.identity(), (first, second) -> first));
            List<String> missing = items.stream()
                    .map(SuiteItem::id)
                    .filter(id -> !byItem.containsKey(id))
                    .toList();
            if (!missing.isEmpty()) {
                faults.add(scorer + " lacks " + missing.size() + ", such as " + missing.get(0));
            }
            byScorer.put(scorer, byItem);
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "scorers are compared on the same items: of " + items.size() + ", " + String.join("; ", faults));
        }
        return byScorer;
    }

    private static Map<String, AnswerLabel> labels(SuiteItem item, Map<String, Map<String, ItemOutcome>> byScorer) {
        Map<String, AnswerLabel> labels = new LinkedHashMap<>();
        byScorer.forEach((scorer, outcomes) -> labels.put(scorer, AnswerLabel.of(outcomes.get(item.id()))));
        return labels;
    }

    private static String generated(SuiteItem item, Map<String, Map<String, ItemOutcome>> byScorer) {
        return byScorer.values().stream()
                .map(outcomes -> outcomes.get(item.id()).generated())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }
}
