package io.tiltmeter.results.application.run;

import io.tiltmeter.results.application.run.ItemChoice.Chosen;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.persistence.Newest;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.verdict.PooledSuites;
import io.tiltmeter.results.verdict.UnpairedPoint;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.VerdictRule;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.util.ArrayList;
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
import org.jdbi.v3.core.Handle;

/** Judges runs. A verdict is kept until a new score arrives. */
@Singleton
public class VerdictReader {
    private static final Logger LOG = Logger.getLogger(VerdictReader.class);
    private static final int MAX_VERDICTS = 2_048;

    /** What makes points of two kinds, in words: another engine or batching computes the same, up to rounding. */
    private static final Map<String, String> OF_TWO_KINDS = kinds();

    private final RunReader reader;
    private final VerdictRule rule = new VerdictRule(ClusterBootstrap.STANDARD);
    private final Map<Judged, Verdict> verdicts = Newest.mapOf(MAX_VERDICTS);

    public VerdictReader(RunReader reader) {
        this.reader = reader;
    }

    /** The verdict on the suite that is shown, on the points so far; empty if the run has no knowledge-conflict suite. */
    public Optional<Verdict> judge(Handle handle, ScoredRun scored) {
        return scored.conflictSuite()
                .map(suite -> kept(scored, List.of(suite), () -> judged(handle, new TreeMap<>(Map.of(suite, scored)))));
    }

    /**
     * The verdict on the items of all suites together, and where there is one suite, on that.
     *
     * @param scored the run as seen by its first suite
     * @param query what that shows, of no suite by name
     */
    public Optional<Verdict> overall(Handle handle, ScoredRun scored, SeriesQuery query) {
        List<String> suites = scored.names().conflict();
        return suites.size() < 2
                ? judge(handle, scored)
                : Optional.of(kept(scored, suites, () -> judged(handle, bySuite(handle, scored, query))));
    }

    /** The run as seen by each of its suites; those that lack the slice, scorer or arm asked for are left out. */
    public SortedMap<String, ScoredRun> bySuite(Handle handle, ScoredRun scored, SeriesQuery query) {
        SortedMap<String, ScoredRun> bySuite = new TreeMap<>();
        scored.conflictSuite().ifPresent(shown -> bySuite.put(shown, scored));
        for (String suite : scored.names().conflict()) {
            if (!bySuite.containsKey(suite)) {
                read(handle, scored, query.of(suite)).ifPresent(other -> bySuite.put(suite, other));
            }
        }
        return bySuite;
    }

    private Optional<ScoredRun> read(Handle handle, ScoredRun scored, SeriesQuery query) {
        try {
            return Optional.of(reader.read(handle, scored.run(), query));
        } catch (NotFound e) {
            LOG.debugf(
                    "a suite is left out run=%s reason=%s", scored.run().state().runId(), e.getMessage());
            return Optional.empty();
        }
    }

    private Verdict kept(ScoredRun scored, List<String> suites, Supplier<Verdict> judging) {
        Judged judged = new Judged(
                scored.run().state().runId(),
                suites,
                scored.shown().orElseThrow(),
                scored.chosen().map(Chosen::key),
                scored.run().newestEvaluation(),
                scored.names());
        synchronized (verdicts) {
            Verdict known = verdicts.get(judged);
            if (known != null) {
                return known;
            }
        }
        Verdict verdict = judging.get();
        synchronized (verdicts) {
            verdicts.put(judged, verdict);
        }
        return verdict;
    }

    private Verdict judged(Handle handle, SortedMap<String, ScoredRun> bySuite) {
        SortedMap<Integer, Double> standard = new TreeMap<>();
        List<String> mixed = new ArrayList<>();
        SortedMap<String, ItemHistory> histories = new TreeMap<>();
        List<List<UnpairedPoint>> points = new ArrayList<>();
        bySuite.forEach((suite, scored) -> {
            List<CurvePoint> complete = scored.curve().completePoints();
            complete.forEach(point -> point.standardMean().ifPresent(mean -> standard.put(point.step(), mean)));
            mixed.addAll(mixed(scored));
            points.add(complete.stream().map(point -> unpaired(scored, point)).toList());
            history(handle, scored, complete).ifPresent(history -> histories.put(suite, history));
        });
        List<String> kinds = mixed.stream().distinct().toList();
        return histories.size() < bySuite.size()
                ? rule.judgeUnpaired(PooledSuites.unpaired(points), standard, kinds)
                : rule.judge(
                        histories.size() == 1 ? histories.get(histories.firstKey()) : PooledSuites.of(histories),
                        standard,
                        kinds);
    }

    /** The answers at the complete points; empty where some of those have no items. */
    private Optional<ItemHistory> history(Handle handle, ScoredRun scored, List<CurvePoint> complete) {
        return reader.history(handle, scored)
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

    private static List<String> mixed(ScoredRun scored) {
        return scored.mixed().stream()
                .map(Mixed::what)
                .filter(OF_TWO_KINDS::containsKey)
                .map(OF_TWO_KINDS::get)
                .toList();
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("suite_version", "suite versions");
        kinds.put("scorer_version", "scorer versions");
        kinds.put("arm_settings", "ways of asking");
        return kinds;
    }

    private record Judged(
            String runId,
            List<String> suites,
            ShownSeries shown,
            Optional<String> chosen,
            long newestEvaluation,
            SuiteNames names) {}
}
