package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A suite's items, and those of them that are selected; the others still give distractors and solved examples.
 *
 * @param suite all, in the suite's order
 * @param selected in the same order; the same ones at every checkpoint
 */
public record SuiteSelection(List<SuiteItem> suite, List<SuiteItem> selected) {
    public SuiteSelection {
        suite = List.copyOf(suite);
        selected = List.copyOf(selected);
    }

    /**
     * The items of a subset, as many of each task. With a seed they are those whose SHA-256 of seed and id comes first;
     * without one, the suite's first.
     *
     * @param subset empty for all
     * @param taskOf the task that an item counts for: of a grouped benchmark such as MMLU each subject is one, and
     *     lm-evaluation-harness limits each
     */
    public static SuiteSelection of(
            List<SuiteItem> suite, Optional<Subset> subset, Function<SuiteItem, String> taskOf) {
        if (subset.isEmpty()) {
            return new SuiteSelection(suite, suite);
        }
        Map<String, List<SuiteItem>> byTask = suite.stream().collect(Collectors.groupingBy(taskOf));
        Set<SuiteItem> some = Collections.newSetFromMap(new IdentityHashMap<>());
        byTask.values().forEach(items -> some.addAll(some(items, subset.get())));
        return new SuiteSelection(suite, suite.stream().filter(some::contains).toList());
    }

    private static List<SuiteItem> some(List<SuiteItem> suite, Subset subset) {
        if (subset.seed().isEmpty()) {
            return suite.subList(0, Math.min(subset.limit(), suite.size()));
        }
        String seed = subset.seed().get() + "\n";
        Set<String> drawn = suite.stream()
                .map(SuiteItem::id)
                .sorted(Comparator.<String>comparingLong(id -> ItemNumber.of(seed + id))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(subset.limit())
                .collect(Collectors.toCollection(HashSet::new));
        return suite.stream().filter(item -> drawn.contains(item.id())).toList();
    }
}
