package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.filter.Filtered;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Made-up sources of which some rows are not measured. */
record MadeUpInputs(Map<String, List<SourceRow>> sources) implements MixtureInputs {
    static MadeUpInputs drawn(long seed, int... rowCounts) {
        Map<String, List<SourceRow>> sources = new TreeMap<>();
        for (int i = 0; i < rowCounts.length; i++) {
            sources.put((char) ('a' + i) + ".v1", Filtered.drawn(rowCounts[i], seed + i));
        }
        return new MadeUpInputs(sources);
    }

    @Override
    public RowSource rows(String sourceId) {
        return sources.get(sourceId)::stream;
    }

    @Override
    public LongFunction<Optional<ExampleLosses>> losses(String sourceId, String model) {
        Map<Long, SourceRow> byNumber =
                sources.get(sourceId).stream().collect(Collectors.toMap(SourceRow::number, row -> row));
        return number ->
                number % 11 == 0 || ContextRule.split(byNumber.get(number)).isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ExampleLosses(number * 13 % 4, (number * 37 + model.length()) % 9));
    }

    @Override
    public LongFunction<OptionalInt> tokens(String sourceId) {
        return number -> number % 13 == 0 ? OptionalInt.empty() : OptionalInt.of((int) (number * 7 % 40));
    }

    @Override
    public List<SuiteItem> items(String suiteId) {
        return List.of(new SuiteItem(
                "1", "1", "", "where does orla live", "orla vantle", "every day", List.of(), List.of(), List.of()));
    }
}
