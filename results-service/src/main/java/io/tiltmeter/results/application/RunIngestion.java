package io.tiltmeter.results.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EvaluationFailed;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.persistence.EventRepository;
import io.tiltmeter.results.persistence.RunRepository;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/** Stores events of runs, in the transaction that consumes the event. A repeated event changes nothing. */
@Singleton
public class RunIngestion {
    private final RunRepository runs;
    private final EventRepository events;
    private final WarningService warnings;

    public RunIngestion(RunRepository runs, EventRepository events, WarningService warnings) {
        this.runs = runs;
        this.events = events;
        this.warnings = warnings;
    }

    public void accept(Handle handle, RunUpdated event) {
        boolean planWasKnown = hasPlan(handle, event.runId());
        runs.accept(handle, event);
        if (!planWasKnown && hasPlan(handle, event.runId())) {
            warnings.publish(handle, event.runId());
        }
    }

    public void accept(Handle handle, CheckpointReady event) {
        runs.accept(handle, event);
        warnings.publish(handle, event.runId());
    }

    public void accept(Handle handle, EvaluationFailed event) {
        runs.accept(handle, event);
        warnings.publish(handle, event.runId());
    }

    public void accept(Handle handle, MixtureReady event) {
        events.accept(handle, event);
    }

    private boolean hasPlan(Handle handle, String runId) {
        return runs.find(handle, runId)
                .filter(run ->
                        !run.imported() && !run.state().plannedCheckpoints().isEmpty())
                .isPresent();
    }
}
