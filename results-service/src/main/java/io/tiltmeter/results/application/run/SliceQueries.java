package io.tiltmeter.results.application.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.persistence.ItemRepository;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.slice.Slice;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which items of a suite belong to which slice. Neither a version of a suite nor a base model's answers to it change, so
 * slices are cached.
 */
@Singleton
public class SliceQueries {
    private static final int MAX_SUITES = 64;

    private final ItemRepository items;
    private final OutcomeRepository outcomes;
    private final Cache<Sliced, SuiteSlices> suites =
            Caffeine.newBuilder().maximumSize(MAX_SUITES).build();

    public SliceQueries(ItemRepository items, OutcomeRepository outcomes) {
        this.items = items;
        this.outcomes = outcomes;
    }

    /**
     * Every slice of a version of a suite; none while its file has not arrived, nor for runs imported without it.
     *
     * @param knowledge the knowledge filter's evaluation of the suite, which says how strong each fact is; without it, and
     *     without tags, facts have no strength
     */
    public SuiteSlices slices(String itemsSha256, Optional<StoredScore> knowledge) {
        Sliced key = new Sliced(itemsSha256, knowledge.map(StoredScore::evaluationId));
        SuiteSlices cached = suites.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        Map<String, Double> margins =
                knowledge.map(score -> memoryMargins(score)).orElse(Map.of());
        SuiteSlices read = SuiteSlices.of(items.all(itemsSha256), margins);
        if (items.holds(itemsSha256)) {
            suites.put(key, read);
        }
        return read;
    }

    /**
     * The ids of a slice's items.
     *
     * @param slice as {@code DIMENSION:VALUE}
     * @throws NotFound if the suite has no such slice; it lists those it has
     * @throws InvalidRequest if it is not of that form
     */
    public SortedSet<String> items(String itemsSha256, Optional<StoredScore> knowledge, String slice) {
        Slice wanted = Slice.of(slice);
        SuiteSlices slices = slices(itemsSha256, knowledge);
        return slices.items(wanted)
                .orElseThrow(() -> new NotFound(
                        "slice", slice, slices.all().stream().map(Slice::id).toList()));
    }

    private Map<String, Double> memoryMargins(StoredScore knowledge) {
        int items = Optional.ofNullable(
                        outcomes.shares(List.of(knowledge.evaluationId())).get(knowledge.evaluationId()))
                .map(shares -> shares.items().size())
                .orElse(0);
        Map<String, Double> margins = new TreeMap<>();
        for (ItemOutcome outcome : outcomes.documents(
                knowledge.evaluationId(), IntStream.range(0, items).toArray())) {
            outcome.likelihoods().ifPresent(both -> margins.put(outcome.itemId(), -both.marginNats()));
        }
        return margins;
    }

    private record Sliced(String itemsSha256, Optional<Long> knowledge) {}
}
