package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.application.comparison.ComparedRuns;
import io.tiltmeter.results.application.comparison.Differences;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SelectedSeries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.comparison.DetectableDrop;
import io.tiltmeter.results.comparison.Frontier;
import io.tiltmeter.results.comparison.Frontier.Placed;
import io.tiltmeter.results.comparison.Match;
import io.tiltmeter.results.comparison.PairedRuns;
import io.tiltmeter.results.comparison.RunPath;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.rest.comparison.ComparisonResponse.Detectable;
import io.tiltmeter.results.rest.comparison.ComparisonResponse.Matched;
import io.tiltmeter.results.rest.comparison.ComparisonResponse.Pair;
import io.tiltmeter.results.rest.comparison.ComparisonResponse.Point;
import io.tiltmeter.results.rest.comparison.ComparisonResponse.Run;
import io.tiltmeter.servicekit.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

final class ComparisonWriter {
    private final ComparedRuns compared;
    private final ComparisonParameters.Query query;
    private final List<RunPath> paths;
    private final Set<Placed> frontier;

    ComparisonWriter(ComparedRuns compared, ComparisonParameters.Query query) {
        this.compared = compared;
        this.query = query;
        this.paths = compared.paths();
        this.frontier = new HashSet<>(Frontier.of(paths));
    }

    ComparisonResponse response(SeriesQuery series) {
        Optional<Double> at = query.at().or(() -> boxed(RunPath.highestCommon(paths)));
        List<Match> matches = at.stream()
                .flatMap(mean ->
                        paths.stream().map(path -> Match.of(path, mean, query.crossing(), ClusterBootstrap.STANDARD)))
                .toList();
        List<Match.Reached> reached = matches.stream()
                .flatMap(match -> match instanceof Match.Reached there ? Stream.of(there) : Stream.empty())
                .toList();
        List<Run> runs = Stream.iterate(0, run -> run < paths.size(), run -> run + 1)
                .map(run -> run(compared.runs().get(run), paths.get(run)))
                .toList();
        return new ComparisonResponse(
                compared.suite(),
                series.items().id(),
                series.slice(),
                List.copyOf(compared.standardSuites()),
                Differences.warnings(compared),
                query.tolerance(),
                Json.name(query.crossing()),
                runs,
                at,
                matches.stream().map(match -> matched(match, at.orElseThrow())).toList(),
                PairedRuns.of(reached, compared.histories(), ClusterBootstrap.STANDARD).stream()
                        .map(ComparisonWriter::pair)
                        .toList(),
                runs.stream()
                        .flatMap(run -> run.detectable().flatMap(Detectable::smallestDrop).stream())
                        .max(Double::compare));
    }

    private Run run(ScoredRun run, RunPath path) {
        Set<Placed> ownFrontier = new HashSet<>(Frontier.of(List.of(path)));
        List<Point> points = run.curve().points().stream()
                .filter(point -> point.counterfactual().isPresent())
                .map(point -> point(path, point, ownFrontier))
                .toList();
        Optional<Integer> best = Frontier.best(path, query.tolerance()).map(RunPath.Point::step);
        Object mixture = run.run().state().effectiveConfig().get("mixture");
        return new Run(
                path.runId(),
                run.run().name(),
                run.shown().map(SelectedSeries::scorer),
                run.shown().map(SelectedSeries::arm),
                mixture instanceof String name ? Optional.of(name) : Optional.empty(),
                points,
                best,
                best.flatMap(step ->
                        points.stream().filter(point -> point.step() == step).findFirst()),
                DetectableDrop.of(path).map(ComparisonWriter::detectable));
    }

    private Point point(RunPath path, CurvePoint point, Set<Placed> ownFrontier) {
        Optional<Placed> placed = path.points().stream()
                .filter(each -> each.step() == point.step())
                .findFirst()
                .map(each -> new Placed(path.runId(), each));
        return new Point(
                point.step(),
                boxed(compared.standardMean(point)),
                point.counterfactual().orElseThrow().value(),
                point.counterfactual().orElseThrow().low(),
                point.counterfactual().orElseThrow().high(),
                placed.filter(frontier::contains).isPresent(),
                placed.filter(ownFrontier::contains).isPresent());
    }

    private static Detectable detectable(DetectableDrop drop) {
        return new Detectable(
                List.of(drop.fromStep(), drop.toStep()),
                drop.items(),
                drop.clusters(),
                drop.differing(),
                finite(drop.smallest()));
    }

    private static Matched matched(Match match, double at) {
        if (match instanceof Match.Reached there) {
            return new Matched(
                    there.runId(),
                    at,
                    Optional.of(there.counterfactual().value()),
                    Optional.of(there.counterfactual().low()),
                    Optional.of(there.counterfactual().high()),
                    Optional.of(List.of(
                            there.crossing().earlier().step(),
                            there.crossing().later().step())),
                    Optional.of(there.crossing().weight()),
                    there.crossings(),
                    Optional.of(there.lowest()),
                    Optional.of(there.highest()),
                    Optional.empty());
        }
        return new Matched(
                match.runId(),
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(((Match.Missed) match).reason()));
    }

    private static Pair pair(PairedRuns pair) {
        return new Pair(
                pair.run(),
                pair.with(),
                pair.difference().value(),
                pair.difference().low(),
                pair.difference().high(),
                new ComparisonResponse.Tests(
                        pair.p(), pair.holmP(), pair.mcNemarP(), pair.clusterSignP(), pair.clusteredP()),
                pair.onlyRun(),
                pair.onlyWith(),
                List.of(pair.runStep(), pair.withStep()),
                pair.items(),
                pair.clusters(),
                finite(pair.smallestDetectable()));
    }

    private static Optional<Double> finite(double number) {
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
}
