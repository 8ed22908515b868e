package io.tiltmeter.results.application.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.results.application.run.ItemSelection.SelectedItems;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.verdict.PooledSuites;
import io.tiltmeter.results.verdict.UnpairedPoint;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Verdicts on runs. A verdict is cached until a new score arrives. */
@Singleton
public class VerdictQueries {
    private static final Logger LOG = Logger.getLogger(VerdictQueries.class);
    private static final int MAX_VERDICTS = 2_048;
    private static final int RUNS_AT_ONCE = 8;

    /** Changes of the measurement that make points incomparable, in words: another engine or batching only rounds differently. */
    private static final Map<String, String> INCOMPARABLE = incomparable();

    private final RunQueries runs;
    private final VerdictRule rule = new VerdictRule(ClusterBootstrap.STANDARD);
    private final Cache<Judged, Verdict> verdicts =
            Caffeine.newBuilder().maximumSize(MAX_VERDICTS).build();

    public VerdictQueries(RunQueries runs) {
        this.runs = runs;
    }

    /** The verdict on the suite that is shown, over the points so far; empty if the run has no knowledge-conflict suite. */
    public Optional<Verdict> judge(ScoredRun scored) {
        return scored.conflictSuite()
                .map(suite -> cached(scored, List.of(suite), () -> judged(new TreeMap<>(Map.of(suite, scored)))));
    }

    /**
     * The verdict on the items of all suites together; of a single suite, the verdict on that.
     *
     * @param scored the run with its first suite
     * @param query the series of that, without the name of a suite
     */
    public Optional<Verdict> overall(ScoredRun scored, SeriesQuery query) {
        List<String> suites = scored.names().conflict();
        return suites.size() < 2
                ? judge(scored)
                : Optional.of(cached(scored, suites, () -> judged(bySuite(scored, query))));
    }

    /**
     * The verdict on all suites of each of these runs by their default series, by the ids of runs; runs without a suite are
     * absent. A few runs at a time are read, since the answers of all could exceed the memory.
     */
    public Map<String, Verdict> overall(List<ScoredRun> all) {
        Map<String, Verdict> found = new HashMap<>();
        List<ScoredRun> unknown = new ArrayList<>();
        for (ScoredRun scored : all) {
            Verdict known = scored.conflictSuite().isEmpty()
                    ? null
                    : verdicts.getIfPresent(key(scored, scored.names().conflict()));
            if (known != null) {
                found.put(id(scored), known);
            } else if (scored.conflictSuite().isPresent()) {
                unknown.add(scored);
            }
        }
        for (int first = 0; first < unknown.size(); first += RUNS_AT_ONCE) {
            Map<String, SortedMap<String, ScoredRun>> some =
                    bySuite(unknown.subList(first, Math.min(first + RUNS_AT_ONCE, unknown.size())));
            Map<Long, ItemShares> shares = runs.shares(some.values().stream()
                    .flatMap(each -> each.values().stream())
                    .toList());
            some.forEach((run, suites) -> found.put(
                    run,
                    cached(suites.get(suites.firstKey()), List.copyOf(suites.keySet()), () -> judged(suites, shares))));
        }
        return found;
    }

    /** Each run with each of its suites. */
    private Map<String, SortedMap<String, ScoredRun>> bySuite(List<ScoredRun> some) {
        List<ScoredRun> again = new ArrayList<>();
        List<SeriesQuery> queries = new ArrayList<>();
        Map<String, SortedMap<String, ScoredRun>> bySuite = new LinkedHashMap<>();
        for (ScoredRun scored : some) {
            String shown = scored.conflictSuite().orElseThrow();
            bySuite.put(id(scored), new TreeMap<>(Map.of(shown, scored)));
            for (String suite : scored.names().conflict()) {
                if (!suite.equals(shown)) {
                    again.add(scored);
                    queries.add(SeriesQuery.DEFAULT.of(suite));
                }
            }
        }
        runs.scored(again, queries)
                .forEach(other ->
                        bySuite.get(id(other)).put(other.conflictSuite().orElseThrow(), other));
        return bySuite;
    }

    /** The run with each of its suites; suites that lack the slice, scorer or arm are left out. */
    public SortedMap<String, ScoredRun> bySuite(ScoredRun scored, SeriesQuery query) {
        SortedMap<String, ScoredRun> bySuite = new TreeMap<>();
        scored.conflictSuite().ifPresent(shown -> bySuite.put(shown, scored));
        for (String suite : scored.names().conflict()) {
            if (!bySuite.containsKey(suite)) {
                read(scored, query.of(suite)).ifPresent(other -> bySuite.put(suite, other));
            }
        }
        return bySuite;
    }

    private Optional<ScoredRun> read(ScoredRun scored, SeriesQuery query) {
        try {
            return Optional.of(runs.scored(scored, query));
        } catch (NotFound e) {
            LOG.debugf(
                    "suite left out of the verdict run=%s reason=%s",
                    scored.run().state().runId(), e.getMessage());
            return Optional.empty();
        }
    }

    private Verdict cached(ScoredRun scored, List<String> suites, Supplier<Verdict> judging) {
        Judged judged = key(scored, suites);
        Verdict known = verdicts.getIfPresent(judged);
        if (known != null) {
            return known;
        }
        Verdict verdict = judging.get();
        verdicts.put(judged, verdict);
        return verdict;
    }

    private static Judged key(ScoredRun scored, List<String> suites) {
        return new Judged(
                id(scored),
                suites,
                scored.shown().orElseThrow(),
                scored.selected().map(SelectedItems::key),
                scored.run().newestEvaluation(),
                scored.names());
    }

    private Verdict judged(SortedMap<String, ScoredRun> bySuite) {
        return judged(bySuite, runs.shares(bySuite.values()));
    }

    /** @param shares the numbers of the evaluations that the runs show, by their ids */
    private Verdict judged(SortedMap<String, ScoredRun> bySuite, Map<Long, ItemShares> shares) {
        SortedMap<Integer, Double> standard = new TreeMap<>();
        List<String> changes = new ArrayList<>();
        SortedMap<String, ItemHistory> histories = new TreeMap<>();
        List<List<UnpairedPoint>> points = new ArrayList<>();
        bySuite.forEach((suite, scored) -> {
            List<CurvePoint> complete = scored.curve().completePoints();
            complete.forEach(point -> point.standardMean().ifPresent(mean -> standard.put(point.step(), mean)));
            changes.addAll(incomparable(scored));
            points.add(complete.stream().map(point -> unpaired(scored, point)).toList());
            history(scored, complete, shares).ifPresent(history -> histories.put(suite, history));
        });
        List<String> kinds = changes.stream().distinct().toList();
        return histories.size() < bySuite.size()
                ? judged(WithoutItems.of(bySuite.values(), points), standard, kinds)
                : rule.judge(
                        histories.size() == 1 ? histories.get(histories.firstKey()) : PooledSuites.of(histories),
                        standard,
                        kinds);
    }

    /**
     * Curves without items, all suites as one.
     *
     * @param sameItems whether the imports of all suites say that every checkpoint answered the same items
     */
    private record WithoutItems(List<UnpairedPoint> points, boolean sameItems) {
        static WithoutItems of(Collection<ScoredRun> bySuite, List<List<UnpairedPoint>> points) {
            return new WithoutItems(
                    PooledSuites.unpaired(points), bySuite.stream().allMatch(ScoredRun::sameItems));
        }
    }

    /** The only place where a curve without items is judged: what is known of its items is in {@code curve}. */
    private Verdict judged(WithoutItems curve, SortedMap<Integer, Double> standard, List<String> mixed) {
        return rule.judgeUnpaired(curve.points(), curve.sameItems(), standard, mixed);
    }

    /** The answers at the complete points; empty if some of those have no items. */
    private static Optional<ItemHistory> history(
            ScoredRun scored, List<CurvePoint> complete, Map<Long, ItemShares> shares) {
        return scored.history(shares)
                .map(all -> all.at(complete.stream().map(CurvePoint::step).collect(Collectors.toSet())))
                .filter(history -> history.checkpoints() == complete.size());
    }

    private static UnpairedPoint unpaired(ScoredRun scored, CurvePoint point) {
        int items = scored.score(scored.curve().conflictTask(), point.step())
                .map(StoredScore::score)
                .orElseThrow()
                .items();
        return new UnpairedPoint(
                point.step(),
                point.counterfactual().orElseThrow().value(),
                point.parametric()
                        .map(parametric -> OptionalDouble.of(parametric.value()))
                        .orElse(OptionalDouble.empty()),
                items);
    }

    private static String id(ScoredRun scored) {
        return scored.run().state().runId();
    }

    private static List<String> incomparable(ScoredRun scored) {
        return scored.measurementChanges().stream()
                .map(MeasurementChange::what)
                .filter(INCOMPARABLE::containsKey)
                .map(INCOMPARABLE::get)
                .toList();
    }

    private static Map<String, String> incomparable() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("suite_version", "suite versions");
        kinds.put("scorer_version", "scorer versions");
        kinds.put("arm_settings", "arm settings");
        return kinds;
    }

    private record Judged(
            String runId,
            List<String> suites,
            SelectedSeries shown,
            Optional<String> chosen,
            long newestEvaluation,
            SuiteNames names) {}
}
