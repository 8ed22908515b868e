package io.tiltmeter.results.application.comparison;

import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.comparison.RunPath;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs on one conflict suite, and the standard suites that all of them have.
 *
 * @param suite the conflict suite
 * @param runs in the order of the query
 * @param histories of the runs whose answers are known item by item, by run id
 * @param standardSuites those of every run; a mean over other ones would be another quantity
 */
public record ComparedRuns(
        String suite, List<ScoredRun> runs, Map<String, ItemHistory> histories, SortedSet<String> standardSuites) {

    /** @param runs at least one */
    public static ComparedRuns of(String suite, List<ScoredRun> runs, Map<String, ItemHistory> histories) {
        SortedSet<String> common = new TreeSet<>(standardSuites(runs.get(0)));
        runs.forEach(run -> common.retainAll(standardSuites(run)));
        return new ComparedRuns(suite, runs, histories, common);
    }

    static String id(ScoredRun run) {
        return run.run().state().runId();
    }

    /** The suites of a run's standard mean: its declared ones, or, for an imported run, those that all its steps have. */
    static SortedSet<String> standardSuites(ScoredRun run) {
        Set<String> declared = run.names().declared();
        List<Set<String>> ofPoints = run.curve().points().stream()
                .map(point -> point.standard().keySet())
                .toList();
        SortedSet<String> suites =
                ofPoints.stream().flatMap(Collection::stream).collect(Collectors.toCollection(TreeSet::new));
        if (declared.isEmpty()) {
            ofPoints.forEach(suites::retainAll);
        } else {
            suites.retainAll(declared);
        }
        return suites;
    }

    /** The mean of the common standard suites at a checkpoint; empty unless it is scored on all of them. */
    public OptionalDouble standardMean(CurvePoint point) {
        return point.standard().keySet().containsAll(standardSuites)
                ? standardSuites.stream().mapToDouble(point.standard()::get).average()
                : OptionalDouble.empty();
    }

    /** The runs' paths through the plane of both accuracies, in the same order. */
    public List<RunPath> paths() {
        return runs.stream().map(this::path).toList();
    }

    private RunPath path(ScoredRun run) {
        List<RunPath.Point> points = run.curve().points().stream()
                .filter(point -> point.counterfactual().isPresent()
                        && standardMean(point).isPresent())
                .map(point -> new RunPath.Point(
                        point.step(),
                        standardMean(point).getAsDouble(),
                        point.counterfactual().get()))
                .toList();
        return new RunPath(id(run), points, Optional.ofNullable(histories.get(id(run))));
    }
}
