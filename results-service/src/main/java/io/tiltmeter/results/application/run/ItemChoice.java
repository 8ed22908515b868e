package io.tiltmeter.results.application.run;

import io.tiltmeter.results.application.run.SeriesQuery.Items;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.Newest;
import io.tiltmeter.results.persistence.OutcomeStore;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.slice.SuiteSlices;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which items of a suite count, where not all do, and accuracies over them alone. */
@Singleton
public class ItemChoice {
    private static final int MAX_SCORES = 4_096;

    private final KnownItems knownItems;
    private final SliceReader slices;
    private final OutcomeStore outcomes;
    private final Map<Restricted, Optional<SuiteScore>> scores = Newest.mapOf(MAX_SCORES);

    public ItemChoice(KnownItems knownItems, SliceReader slices, OutcomeStore outcomes) {
        this.knownItems = knownItems;
        this.slices = slices;
        this.outcomes = outcomes;
    }

    /**
     * The items that count.
     *
     * @param key the same for the same items
     * @param itemIds their ids; items of other suites may be among them
     */
    public record Chosen(String key, Set<String> itemIds) {
        /** Items that both choose. */
        Chosen and(Chosen other) {
            Set<String> both = new TreeSet<>(itemIds);
            both.retainAll(other.itemIds());
            return new Chosen(key + " and " + other.key(), both);
        }
    }

    /**
     * What a query chooses of a suite; empty if all items count.
     *
     * @param suite the suite's name in its run
     * @param scores the suite's, by ascending step; the newest says which version of the suite is cut into slices
     */
    public Optional<Chosen> of(
            Handle handle,
            String runId,
            String suite,
            String suiteId,
            RunSeries series,
            List<StoredScore> scores,
            SeriesQuery query) {
        Optional<Chosen> known = query.items() == Items.KNOWN
                ? Optional.of(knownItems.of(handle, runId, suite, suiteId, series))
                : Optional.empty();
        Optional<Chosen> sliced = query.slice().map(slice -> slice(handle, runId, suiteId, series, scores, slice));
        return known.flatMap(one -> sliced.map(one::and)).or(() -> known).or(() -> sliced);
    }

    /**
     * The slices of a suite in a run.
     *
     * @param scores the suite's among others, by ascending step
     */
    public SuiteSlices slices(Handle handle, String runId, String suiteId, RunSeries series, List<StoredScore> scores) {
        return slices.slices(handle, version(suiteId, scores), knownItems.filter(handle, runId, suiteId, series));
    }

    private Chosen slice(
            Handle handle, String runId, String suiteId, RunSeries series, List<StoredScore> scores, String slice) {
        String version = version(suiteId, scores);
        Optional<StoredScore> knowledge = knownItems.filter(handle, runId, suiteId, series);
        return new Chosen(
                slice + " of " + version
                        + knowledge
                                .map(score -> " as known by " + score.evaluationId())
                                .orElse(""),
                slices.items(handle, version, knowledge, slice));
    }

    private static String version(String suiteId, List<StoredScore> scores) {
        return scores.stream()
                .filter(score -> score.suiteId().equals(suiteId))
                .reduce((earlier, later) -> later)
                .map(score -> score.provenance().itemsSha256())
                .orElse("");
    }

    /** The scores of a suite over these items alone, those of other suites as they are. */
    public List<StoredScore> restrict(Handle handle, List<StoredScore> all, String suiteId, Chosen chosen) {
        Map<Long, Optional<SuiteScore>> restricted = restricted(
                handle,
                all.stream().filter(score -> score.suiteId().equals(suiteId)).toList(),
                chosen);
        return all.stream()
                .flatMap(score -> score.suiteId().equals(suiteId)
                        ? restricted.get(score.evaluationId()).map(score::with).stream()
                        : Optional.of(score).stream())
                .toList();
    }

    private Map<Long, Optional<SuiteScore>> restricted(Handle handle, List<StoredScore> whole, Chosen chosen) {
        Map<Long, Optional<SuiteScore>> found = new HashMap<>();
        synchronized (scores) {
            whole.forEach(score -> {
                Optional<SuiteScore> kept = scores.get(new Restricted(score.evaluationId(), chosen.key()));
                if (kept != null) {
                    found.put(score.evaluationId(), kept);
                }
            });
        }
        List<StoredScore> missing = whole.stream()
                .filter(score -> !found.containsKey(score.evaluationId()))
                .toList();
        Map<Long, ItemShares> shares = outcomes.shares(
                handle, missing.stream().map(StoredScore::evaluationId).toList());
        for (StoredScore score : missing) {
            Optional<SuiteScore> restricted = Optional.ofNullable(shares.get(score.evaluationId()))
                    .map(all -> all.only(chosen.itemIds()))
                    .filter(some -> some.items().size() > 0)
                    .map(some -> SuiteScore.of(
                            score.score().step(), score.score().task(), score.kind(), some, ClusterBootstrap.STANDARD));
            found.put(score.evaluationId(), restricted);
            synchronized (scores) {
                scores.put(new Restricted(score.evaluationId(), chosen.key()), restricted);
            }
        }
        return found;
    }

    private record Restricted(long evaluationId, String chosen) {}
}
