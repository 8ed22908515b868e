package io.tiltmeter.results.api.gauge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.api.ResultsConfig;
import io.tiltmeter.results.api.run.RunReader;
import io.tiltmeter.results.api.run.RunSummary;
import io.tiltmeter.results.api.run.ScoredRun;
import io.tiltmeter.results.api.series.SeriesQuery;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.Estimate;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.curve.Verdict;
import io.tiltmeter.results.store.RunStore;
import io.tiltmeter.results.store.StoredRun;
import io.tiltmeter.results.store.StoredScore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The newest accuracies of active runs, for Prometheus. A run's gauges go a while after its last news, and no more runs
 * than a set number are shown, so that labels stay few.
 */
@Singleton
public class RunMetrics {
    private static final Logger LOG = Logger.getLogger(RunMetrics.class);

    private final Transactions transactions;
    private final RunStore runs;
    private final RunReader reader;
    private final ResultsConfig config;
    private final Map<Gauge, MultiGauge> gauges = new EnumMap<>(Gauge.class);

    public RunMetrics(
            MeterRegistry registry, Transactions transactions, RunStore runs, RunReader reader, ResultsConfig config) {
        this.transactions = transactions;
        this.runs = runs;
        this.reader = reader;
        this.config = config;
        for (Gauge gauge : Gauge.values()) {
            gauges.put(
                    gauge,
                    MultiGauge.builder(gauge.meter)
                            .description(gauge.description)
                            .register(registry));
        }
    }

    @Scheduled(
            every = "${tiltmeter.results.metrics.refresh:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try {
            Instant since = Instant.now().minus(config.metrics().keep());
            Map<Gauge, List<MultiGauge.Row<?>>> rows = transactions.run(handle -> {
                Map<Gauge, List<MultiGauge.Row<?>>> all = new EnumMap<>(Gauge.class);
                for (StoredRun run : runs.active(handle, since, config.metrics().mostRuns())) {
                    ScoredRun scored = reader.read(handle, run, SeriesQuery.DEFAULT);
                    rows(scored, reader.judge(handle, scored), all);
                }
                return all;
            });
            gauges.forEach((gauge, meter) -> meter.register(rows.getOrDefault(gauge, List.of()), true));
        } catch (RuntimeException e) {
            if (!Transactions.isDatabaseAway(e)) {
                throw e;
            }
            LOG.debugf("gauges keep their values, the database is away reason=%s", e.getMessage());
        }
    }

    private static void rows(ScoredRun scored, Optional<Verdict> verdict, Map<Gauge, List<MultiGauge.Row<?>>> all) {
        Tags run = Tags.of("run", scored.run().state().runName());
        for (String name : scored.names().declared()) {
            newest(scored, name).ifPresent(score -> suiteRows(run.and("suite", name), score, all));
        }
        List<CurvePoint> complete =
                scored.curve().points().stream().filter(CurvePoint::complete).toList();
        if (!complete.isEmpty()) {
            CurvePoint last = complete.get(complete.size() - 1);
            add(all, Gauge.LAST_SCORED_STEP, run, last.step());
            last.standardMean().ifPresent(mean -> add(all, Gauge.STANDARD_MEAN, run, mean));
        }
        verdict.ifPresent(found -> verdictRows(run, found, all));
    }

    private static Optional<SuiteScore> newest(ScoredRun scored, String name) {
        return scored.scores().stream()
                .filter(score -> name.equals(scored.nameOf(score)))
                .map(StoredScore::score)
                .reduce((earlier, later) -> later);
    }

    private static void suiteRows(Tags tags, SuiteScore score, Map<Gauge, List<MultiGauge.Row<?>>> all) {
        if (score.kind() == SuiteKind.STANDARD) {
            add(all, Gauge.STANDARD, tags, score.correct().value());
            return;
        }
        Estimate counterfactual = score.contextAnswer();
        Estimate parametric = score.memoryAnswer();
        add(all, Gauge.COUNTERFACTUAL, tags, counterfactual.value());
        add(all, Gauge.COUNTERFACTUAL_LOW, tags, counterfactual.low());
        add(all, Gauge.COUNTERFACTUAL_HIGH, tags, counterfactual.high());
        add(all, Gauge.PARAMETRIC, tags, parametric.value());
        add(all, Gauge.PARAMETRIC_LOW, tags, parametric.low());
        add(all, Gauge.PARAMETRIC_HIGH, tags, parametric.high());
    }

    private static void verdictRows(Tags run, Verdict verdict, Map<Gauge, List<MultiGauge.Row<?>>> all) {
        for (Verdict.State state : Verdict.State.values()) {
            add(all, Gauge.INVERSION_STATE, run.and("state", RunSummary.name(state)), state == verdict.state() ? 1 : 0);
        }
        verdict.evidence().ifPresent(found -> {
            add(all, Gauge.DROP, run, found.drop().decrease().value());
            add(all, Gauge.PEAK_STEP, run, found.peak().step());
        });
    }

    private static void add(Map<Gauge, List<MultiGauge.Row<?>>> all, Gauge gauge, Tags tags, double value) {
        all.computeIfAbsent(gauge, each -> new ArrayList<>()).add(MultiGauge.Row.of(tags, value));
    }

    /** What is shown of a run, by its name in Micrometer; Prometheus has underscores instead of dots. */
    private enum Gauge {
        COUNTERFACTUAL(
                "tiltmeter.counterfactual.accuracy.ratio", "Share of conflict items answered as the context says"),
        COUNTERFACTUAL_LOW("tiltmeter.counterfactual.accuracy.low.ratio", "Lower bound of its 95 % interval"),
        COUNTERFACTUAL_HIGH("tiltmeter.counterfactual.accuracy.high.ratio", "Upper bound of its 95 % interval"),
        PARAMETRIC("tiltmeter.parametric.accuracy.ratio", "Share of conflict items answered from memory"),
        PARAMETRIC_LOW("tiltmeter.parametric.accuracy.low.ratio", "Lower bound of its 95 % interval"),
        PARAMETRIC_HIGH("tiltmeter.parametric.accuracy.high.ratio", "Upper bound of its 95 % interval"),
        STANDARD("tiltmeter.standard.accuracy.ratio", "Accuracy of a standard suite"),
        STANDARD_MEAN("tiltmeter.standard.mean.ratio", "Unweighted mean of the standard suites"),
        LAST_SCORED_STEP("tiltmeter.last.scored.step", "Newest step scored on every suite"),
        INVERSION_STATE("tiltmeter.inversion.state", "1 for the verdict in force, 0 for the others"),
        DROP("tiltmeter.counterfactual.drop.ratio", "Counterfactual accuracy at the peak less at the newest step"),
        PEAK_STEP("tiltmeter.counterfactual.peak.step", "Step of highest counterfactual accuracy so far");

        private final String meter;
        private final String description;

        Gauge(String meter, String description) {
            this.meter = meter;
            this.description = description;
        }
    }
}
