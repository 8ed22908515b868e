package io.tiltmeter.results.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.WarningState;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.RunWarnings;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.persistence.WarningStore;
import io.tiltmeter.results.warning.WarningPoint;
import io.tiltmeter.results.warning.WarningTrack;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Tells each move of a run's live warning once, in the transaction that made it known. */
@Singleton
public class WarningNews {
    private static final Logger LOG = Logger.getLogger(WarningNews.class);

    private final RunStore runs;
    private final RunReader reader;
    private final RunWarnings warnings;
    private final WarningStore told;
    private final Outbox outbox;
    private final Map<WarningState, Counter> counts = new EnumMap<>(WarningState.class);

    public WarningNews(
            RunStore runs,
            RunReader reader,
            RunWarnings warnings,
            WarningStore told,
            Outbox outbox,
            MeterRegistry meters) {
        this.runs = runs;
        this.reader = reader;
        this.warnings = warnings;
        this.told = told;
        this.outbox = outbox;
        for (WarningState state : WarningState.values()) {
            counts.put(
                    state,
                    Counter.builder("tiltmeter.inversion.warnings")
                            .description("Announced moves of live warnings, by the new state")
                            .tag("state", Json.name(state))
                            .register(meters));
        }
    }

    /**
     * Something about this run is new: tells the moves that follow from all that is stored now and were not told yet.
     * Nothing is told of imported runs, nor before the run's plan and a checkpoint are known: only they say which
     * series is the main one and which results are still to come.
     */
    public void tell(Handle handle, String runId) {
        told.lock(handle, runId);
        Optional<StoredRun> run = runs.find(handle, runId)
                .filter(found -> !found.imported()
                        && found.checkpoints() > 0
                        && !found.state().plannedCheckpoints().isEmpty());
        if (run.isEmpty()) {
            return;
        }
        ScoredRun scored = reader.read(handle, run.get(), SeriesQuery.DEFAULT);
        for (RunWarning.OfSuite suite : warnings.of(handle, scored).suites()) {
            for (WarningTrack.Change change : suite.track().changes()) {
                int step = change.point().step();
                if (told.add(
                        handle, runId, suite.suiteId(), step, change.point().state())) {
                    InversionWarned news = news(runId, suite, change);
                    outbox.append(handle, EventTypes.INVERSION_WARNED, runId, news);
                    counts.get(news.state()).increment();
                    LOG.infof(
                            "warning moved run=%s suite=%s step=%d state=%s newestMean=%.4f bestMean=%.4f",
                            runId, suite.suiteId(), step, Json.name(news.state()), news.newestMean(), news.bestMean());
                }
            }
        }
    }

    private static InversionWarned news(String runId, RunWarning.OfSuite suite, WarningTrack.Change change) {
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
