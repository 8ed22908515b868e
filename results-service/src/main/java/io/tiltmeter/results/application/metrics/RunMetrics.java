package io.tiltmeter.results.application.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.application.ResultsConfig;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.DatabaseUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The state of active runs, for Prometheus; docs/metrics.md lists every name. The gauges of a run are removed some time
 * after its last change, and only a set number of runs have gauges, so that labels stay few; a gauge counts the others.
 */
@Singleton
public class RunMetrics {
    private static final Logger LOG = Logger.getLogger(RunMetrics.class);

    private final RunRepository runs;
    private final ScienceGauges science;
    private final ResultsConfig config;
    private final Map<RunGauge, MultiGauge> gauges = new EnumMap<>(RunGauge.class);
    private final ScheduledExecutorService clock = DaemonClock.named("run-metrics");
    private volatile GaugeRows newest = new GaugeRows();
    private volatile long hidden;
    private volatile double refreshedEpochSeconds;

    public RunMetrics(MeterRegistry registry, RunRepository runs, ScienceGauges science, ResultsConfig config) {
        this.runs = runs;
        this.science = science;
        this.config = config;
        for (RunGauge gauge : RunGauge.values()) {
            gauges.put(
                    gauge,
                    MultiGauge.builder(gauge.meter)
                            .description(gauge.description)
                            .register(registry));
        }
        Gauge.builder("tiltmeter.hidden.runs", this, metrics -> metrics.hidden)
                .description("Active runs beyond tiltmeter.results.metrics.most-runs, which have no gauges")
                .register(registry);
        Gauge.builder("tiltmeter.gauges.refreshed.timestamp.seconds", this, metrics -> metrics.refreshedEpochSeconds)
                .description("When the gauges of runs were last updated")
                .register(registry);
    }

    /** Not by a scheduler that looks at the time of day, which would wait as long as that is set back. */
    void start(@Observes StartupEvent event) {
        long every = config.metrics().refresh().toMillis();
        clock.scheduleWithFixedDelay(this::refresh, every, every, TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            Instant now = Instant.now();
            Instant since = now.minus(config.metrics().keep());
            int maxRuns = config.metrics().maxRuns();
            GaugeRows rows = QuarkusTransaction.requiringNew().call(() -> {
                GaugeRows all = new GaugeRows();
                List<StoredRun> active = runs.active(since, maxRuns);
                for (StoredRun run : active) {
                    progress(all, run);
                    all.addAll(science.of(run));
                }
                hidden = active.size() < maxRuns ? 0 : runs.countActive(since) - active.size();
                return all;
            });
            newest = rows;
            gauges.forEach((gauge, meter) -> meter.register(rowsOf(gauge, rows)));
            refreshedEpochSeconds = now.toEpochMilli() / 1e3;
        } catch (RuntimeException e) {
            if (DatabaseUnavailable.is(e)) {
                LOG.debugf("gauges are not updated, the database is unavailable reason=%s", e.getMessage());
            } else if (!clock.isShutdown()) {
                LOG.error("gauges are not updated", e);
            }
        }
    }

    /** Rows read the newest values, so that those which stay are not removed and added again: a scrape would miss them between. */
    private List<Row<?>> rowsOf(RunGauge gauge, GaugeRows rows) {
        List<Row<?>> found = new ArrayList<>();
        for (Tags tags : rows.tags(gauge)) {
            found.add(Row.of(tags, this, metrics -> metrics.newest.value(gauge, tags)));
        }
        return found;
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /** Progress, as the newest event of the run says. */
    private static void progress(GaugeRows rows, StoredRun run) {
        RunUpdated state = run.state();
        Tags tags = Tags.of("run", state.runName());
        rows.add(RunGauge.STEP, tags, state.progress().step());
        rows.add(RunGauge.TOTAL_STEPS, tags, state.progress().totalSteps());
        state.progress().lossNats().ifPresent(loss -> rows.add(RunGauge.LOSS, tags, loss));
        if (state.status() == RunStatus.TRAINING) {
            state.progress().tokensPerSecond().ifPresent(speed -> rows.add(RunGauge.TOKENS_PER_SECOND, tags, speed));
            state.progress().etaSeconds().ifPresent(eta -> rows.add(RunGauge.ETA, tags, eta));
        }
        for (RunStatus status : RunStatus.values()) {
            rows.add(RunGauge.STATUS, tags.and("status", Json.name(status)), status == state.status() ? 1 : 0);
        }
        rows.add(
                RunGauge.CHECKPOINTS,
                tags.and("state", "planned"),
                state.plannedCheckpoints().size());
        rows.add(RunGauge.CHECKPOINTS, tags.and("state", "saved"), run.checkpoints());
    }
}
