package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes rows that name an entity of a suite anywhere: the control of PAPER.md's figure 4a, that a drop is no
 * memorisation of test facts.
 *
 * @param suite the suite's id, for the report
 * @param names such as {@link SuiteNames} gives
 */
public record Overlap(String suite, Set<String> names) implements Filter {
    public Overlap {
        names = Set.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("suite " + suite + " has no names to look for");
        }
    }

    @Override
    public String name() {
        return "overlap";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("suite", suite, "names", String.valueOf(names.size()));
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        // in a set order, so that of names that differ by case alone always the same one is reported
        NameIndex index = new NameIndex(new TreeSet<>(names));
        return Prepared.of(row -> judge(row, index));
    }

    private static Verdict judge(SourceRow row, NameIndex index) {
        Optional<String> found = RowPart.ALL
                .texts(row)
                .flatMap(text -> index.firstIn(text).stream())
                .findFirst();
        return found.map(name -> Verdict.removed("names " + name)).orElseGet(() -> Verdict.kept("names none"));
    }
}
