package io.tiltmeter.results.application.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Tags;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.application.ResultsConfig;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.application.run.WarningQueries;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.EvaluationFailureRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The measurements of a run, read again only when a new one is stored. Used by one thread at a time. */
@Singleton
final class ScienceGauges {
    private final RunQueries queries;
    private final VerdictQueries verdicts;
    private final WarningQueries warnings;
    private final EvaluationFailureRepository failures;
    private final int maxSuites;
    private final Cache<String, Rows> cache;

    ScienceGauges(
            RunQueries queries,
            VerdictQueries verdicts,
            WarningQueries warnings,
            EvaluationFailureRepository failures,
            ResultsConfig config) {
        this.queries = queries;
        this.verdicts = verdicts;
        this.warnings = warnings;
        this.failures = failures;
        this.maxSuites = config.metrics().maxSuites();
        this.cache =
                Caffeine.newBuilder().maximumSize(config.metrics().maxRuns()).build();
    }

    private record Version(
            long newestEvaluation,
            int checkpoints,
            int failures,
            List<Integer> plannedCheckpoints,
            List<SuiteRef> suites) {}

    private record Rows(Version version, GaugeRows rows) {}

    GaugeRows of(StoredRun run) {
        Version version = new Version(
                run.newestEvaluation(),
                run.checkpoints(),
                run.failures(),
                run.state().plannedCheckpoints(),
                run.state().suites());
        Rows before = cache.getIfPresent(run.state().runId());
        if (before != null && before.version().equals(version)) {
            return before.rows();
        }
        GaugeRows rows = read(run);
        cache.put(run.state().runId(), new Rows(version, rows));
        return rows;
    }

    private GaugeRows read(StoredRun run) {
        GaugeRows rows = new GaugeRows();
        Tags tags = Tags.of("run", run.state().runName());
        ScoredRun scored = queries.scored(run, SeriesQuery.DEFAULT);
        List<String> conflict = scored.names().conflict();
        List<String> shown = Stream.concat(
                        conflict.stream(), scored.names().declared().stream().filter(name -> !conflict.contains(name)))
                .limit(maxSuites)
                .toList();
        for (String name : shown) {
            newest(scored, name).ifPresent(score -> accuracies(rows, tags.and("suite", name), score));
        }
        List<CurvePoint> complete =
                scored.curve().points().stream().filter(CurvePoint::complete).toList();
        rows.add(RunGauge.CHECKPOINTS, tags.and("state", "scored"), complete.size());
        if (!complete.isEmpty()) {
            CurvePoint last = complete.get(complete.size() - 1);
            rows.add(RunGauge.LAST_SCORED_STEP, tags, last.step());
            last.standardMean().ifPresent(mean -> rows.add(RunGauge.STANDARD_MEAN, tags, mean));
        }
        int failed =
                run.failures() == 0 ? 0 : failures.ofRun(run.state().runId()).size();
        rows.add(RunGauge.FAILED_EVALUATIONS, tags, failed);
        Set<String> counted = Set.copyOf(shown);
        for (RunWarning.OfSuite suite : warnings.of(scored).suites()) {
            if (counted.contains(suite.suite())) {
                Tags ofSuite = tags.and("suite", suite.suite());
                warning(rows, ofSuite, suite);
                verdict(scored, suite.suite()).ifPresent(found -> verdict(rows, ofSuite, found));
            }
        }
        return rows;
    }

    private Optional<Verdict> verdict(ScoredRun scored, String suite) {
        ScoredRun ofSuite = scored.conflictSuite().filter(suite::equals).isPresent()
                ? scored
                : queries.scored(scored, SeriesQuery.DEFAULT.of(suite));
        return verdicts.judge(ofSuite);
    }

    private static Optional<SuiteScore> newest(ScoredRun scored, String name) {
        return scored.scores().stream()
                .filter(score -> name.equals(scored.nameOf(score)))
                .map(StoredScore::score)
                .reduce((earlier, later) -> later);
    }

    private static void accuracies(GaugeRows rows, Tags tags, SuiteScore score) {
        if (score.kind() == SuiteKind.STANDARD) {
            rows.add(RunGauge.STANDARD, tags, score.correct().value());
            return;
        }
        Estimate counterfactual = score.contextAnswer();
        Estimate parametric = score.memoryAnswer();
        rows.add(RunGauge.COUNTERFACTUAL, tags, counterfactual.value());
        rows.add(RunGauge.COUNTERFACTUAL_LOW, tags, counterfactual.low());
        rows.add(RunGauge.COUNTERFACTUAL_HIGH, tags, counterfactual.high());
        rows.add(RunGauge.PARAMETRIC, tags, parametric.value());
        rows.add(RunGauge.PARAMETRIC_LOW, tags, parametric.low());
        rows.add(RunGauge.PARAMETRIC_HIGH, tags, parametric.high());
    }

    private static void warning(GaugeRows rows, Tags tags, RunWarning.OfSuite suite) {
        rows.add(RunGauge.INVERSION_STATE, tags, number(suite.track().state()));
        suite.track().newest().ifPresent(newest -> rows.add(RunGauge.DRAWDOWN, tags, newest.drawdown()));
    }

    /** The numbers that dashboards and alerts use: they never change. */
    private static int number(WarningState state) {
        return switch (state) {
            case NONE -> 0;
            case WATCH -> 1;
            case INVERTED -> 2;
            case RECOVERED -> 3;
        };
    }

    private static void verdict(GaugeRows rows, Tags tags, Verdict verdict) {
        for (Verdict.State state : Verdict.State.values()) {
            rows.add(RunGauge.VERDICT, tags.and("verdict", Json.name(state)), state == verdict.state() ? 1 : 0);
        }
        verdict.strength()
                .ifPresent(
                        strength -> rows.add(RunGauge.VERDICT_SHOWN, tags, strength == Verdict.Strength.SHOWN ? 1 : 0));
        verdict.probabilities().ifPresent(found -> {
            rows.add(RunGauge.PROBABILITY, tags.and("course", "inversion"), found.inversion());
            rows.add(RunGauge.PROBABILITY, tags.and("course", "recovered"), found.recovered());
            rows.add(RunGauge.PROBABILITY, tags.and("course", "never_fell"), found.neverFell());
        });
        verdict.evidence().ifPresent(found -> {
            rows.add(RunGauge.DROP, tags, found.drop().change().decrease().value());
            rows.add(RunGauge.PEAK_STEP, tags, found.peak().step());
        });
    }
}
