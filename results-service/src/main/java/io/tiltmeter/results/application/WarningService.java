package io.tiltmeter.results.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.WarningQueries;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.WarningRepository;
import io.tiltmeter.results.warning.WarningPoint;
import io.tiltmeter.results.warning.WarningTrack;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Publishes each change of a run's live warning once, in the transaction whose event caused it. */
@Singleton
public class WarningService {
    private static final Logger LOG = Logger.getLogger(WarningService.class);

    private final RunRepository runs;
    private final RunQueries queries;
    private final WarningQueries warnings;
    private final WarningRepository published;
    private final Outbox outbox;
    private final MeterProvider<Counter> counts;

    public WarningService(
            RunRepository runs,
            RunQueries queries,
            WarningQueries warnings,
            WarningRepository published,
            Outbox outbox,
            MeterRegistry meters) {
        this.runs = runs;
        this.queries = queries;
        this.warnings = warnings;
        this.published = published;
        this.outbox = outbox;
        this.counts = Counter.builder("tiltmeter.inversion.warnings")
                .description("Published changes of live warnings, by the new state")
                .withRegistry(meters);
        for (WarningState state : WarningState.values()) {
            counts.withTag("state", Json.name(state));
        }
    }

    /**
     * Publishes the changes that follow from all that is stored now and are not published yet. There are none for
     * imported runs, nor before the run's plan and a checkpoint are stored: only they say which series is the main one
     * and which results are still missing. The caller holds the lock of the run, so that no change is missed when two
     * evaluations are stored at the same time.
     */
    public void publish(String runId) {
        Optional<StoredRun> run = runs.run(runId)
                .filter(found -> !found.imported()
                        && found.checkpoints() > 0
                        && !found.state().plannedCheckpoints().isEmpty());
        if (run.isEmpty()) {
            return;
        }
        ScoredRun scored = queries.scored(run.get(), SeriesQuery.DEFAULT);
        for (RunWarning.OfSuite suite : warnings.of(scored).suites()) {
            for (WarningTrack.Change change : suite.track().changes()) {
                int step = change.point().step();
                if (published.add(runId, suite.suiteId(), step, change.point().state())) {
                    InversionWarned event = event(runId, suite, change);
                    outbox.append(EventTypes.INVERSION_WARNED, runId, event);
                    counts.withTag("state", Json.name(event.state())).increment();
                    LOG.infof(
                            "warning changed run=%s suite=%s step=%d state=%s newestMean=%.4f bestMean=%.4f",
                            runId,
                            suite.suiteId(),
                            step,
                            Json.name(event.state()),
                            event.newestMean(),
                            event.bestMean());
                }
            }
        }
    }

    private static InversionWarned event(String runId, RunWarning.OfSuite suite, WarningTrack.Change change) {
        WarningPoint point = change.point();
        return new InversionWarned(
                runId,
                suite.suiteId(),
                point.state(),
                change.before(),
                point.step(),
                point.smoothed(),
                point.best(),
                point.bestStep(),
                suite.track().rule().window(),
                suite.track().rule().threshold(),
                suite.track().rule().patience(),
                Instant.now());
    }
}
