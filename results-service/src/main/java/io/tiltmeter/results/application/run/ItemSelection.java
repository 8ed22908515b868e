package io.tiltmeter.results.application.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.OutcomeRepository;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.slice.SuiteSlices;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which items of a suite count, where not all do, and accuracies over them alone. */
@Singleton
public class ItemSelection {
    private static final int MAX_SCORES = 4_096;

    private final KnowledgeFilter knowledge;
    private final SliceQueries slices;
    private final OutcomeRepository outcomes;
    private final Cache<Restricted, Optional<SuiteScore>> scores =
            Caffeine.newBuilder().maximumSize(MAX_SCORES).build();

    public ItemSelection(KnowledgeFilter knowledge, SliceQueries slices, OutcomeRepository outcomes) {
        this.knowledge = knowledge;
        this.slices = slices;
        this.outcomes = outcomes;
    }

    /**
     * The items that count.
     *
     * @param key equal for equal items
     * @param itemIds their ids; items of other suites may be among them
     */
    public record SelectedItems(String key, Set<String> itemIds) {
        SelectedItems and(SelectedItems other) {
            Set<String> both = new TreeSet<>(itemIds);
            both.retainAll(other.itemIds());
            return new SelectedItems(key + " and " + other.key(), both);
        }
    }

    /**
     * A suite of a run.
     *
     * @param name its name in the run
     * @param scores its scores among others, by ascending step; the newest gives the version of the suite for slices
     */
    public record Suite(String runId, String name, String id, RunSeries series, List<StoredScore> scores) {
        private String version() {
            return scores.stream()
                    .filter(score -> score.suiteId().equals(id))
                    .reduce((earlier, later) -> later)
                    .map(score -> score.provenance().itemsSha256())
                    .orElse("");
        }
    }

    /** The items that a query selects; empty if all items count. */
    public Optional<SelectedItems> of(Suite suite, SeriesQuery query) {
        Optional<SelectedItems> known = query.items() == Items.KNOWN
                ? Optional.of(knowledge.of(suite.runId(), suite.name(), suite.id(), suite.series()))
                : Optional.empty();
        Optional<SelectedItems> sliced = query.slice().map(slice -> slice(suite, slice));
        return known.flatMap(one -> sliced.map(one::and)).or(() -> known).or(() -> sliced);
    }

    public SuiteSlices slices(Suite suite) {
        return slices.slices(suite.version(), knowledge.filter(suite.runId(), suite.id(), suite.series()));
    }

    private SelectedItems slice(Suite suite, String slice) {
        String version = suite.version();
        Optional<StoredScore> filter = knowledge.filter(suite.runId(), suite.id(), suite.series());
        String knownBy =
                filter.map(score -> " as known by " + score.evaluationId()).orElse("");
        return new SelectedItems(slice + " of " + version + knownBy, slices.items(version, filter, slice));
    }

    /** The scores of a suite over these items alone; those of other suites are unchanged. */
    public List<StoredScore> restrict(List<StoredScore> all, String suiteId, SelectedItems selected) {
        Map<Long, Optional<SuiteScore>> restricted = restricted(
                all.stream().filter(score -> score.suiteId().equals(suiteId)).toList(), selected);
        return all.stream()
                .flatMap(score -> score.suiteId().equals(suiteId)
                        ? restricted.get(score.evaluationId()).map(score::with).stream()
                        : Optional.of(score).stream())
                .toList();
    }

    private Map<Long, Optional<SuiteScore>> restricted(List<StoredScore> whole, SelectedItems selected) {
        Map<Restricted, StoredScore> byKey = whole.stream()
                .collect(Collectors.toMap(
                        score -> new Restricted(score.evaluationId(), selected.key()), score -> score));
        Map<Long, Optional<SuiteScore>> restricted = new HashMap<>();
        scores.getAll(byKey.keySet(), missing -> {
                    Map<Long, ItemShares> shares = outcomes.shares(
                            missing.stream().map(Restricted::evaluationId).toList());
                    return missing.stream()
                            .collect(Collectors.toMap(
                                    key -> key,
                                    key -> restricted(byKey.get(key), shares.get(key.evaluationId()), selected)));
                })
                .forEach((key, score) -> restricted.put(key.evaluationId(), score));
        return restricted;
    }

    private static Optional<SuiteScore> restricted(StoredScore score, ItemShares shares, SelectedItems selected) {
        return Optional.ofNullable(shares)
                .map(all -> all.only(selected.itemIds()))
                .filter(some -> some.items().size() > 0)
                .map(some -> SuiteScore.of(
                        score.score().step(), score.score().task(), score.kind(), some, ClusterBootstrap.STANDARD));
    }

    private record Restricted(long evaluationId, String itemsKey) {}
}
