package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.InputStatus;
import io.tiltmeter.trainer.finetuning.Readiness;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunProgress;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.RunRepository.InputColumn;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Every change of a run's state, each with its event in the same transaction. A run enters the work table in the
 * transaction in which its last input became ready.
 *
 * <p>Locks are taken in one order: a leased work row, then {@link #lockStarts}, then rows of runs.
 */
@Singleton
public final class RunLifecycle {
    /** The kind of work: one training. */
    public static final String WORK_KIND = "training";

    private final Outbox outbox;
    private final WorkRepository work;

    public RunLifecycle(Outbox outbox, WorkRepository work) {
        this.outbox = outbox;
        this.work = work;
    }

    /**
     * A new run, waiting or queued; or the run that the same key started before.
     *
     * @throws Conflict if the key belongs to a run of another request
     */
    public StoredRun accept(Handle handle, RunRequest request, Optional<String> idempotencyKey) {
        lockStarts(handle);
        Optional<StoredRun> existing = idempotencyKey.flatMap(key -> RunRepository.byIdempotencyKey(handle, key));
        if (existing.isPresent()) {
            if (!existing.get().request().equals(request)) {
                throw new Conflict("Idempotency-Key " + idempotencyKey.get() + " was used for run "
                        + existing.get().id() + " with another request; send a new key for a new run");
            }
            return existing.get();
        }
        String id = freeId(handle, request.settings().runName());
        RunRepository.insert(handle, id, request, idempotencyKey);
        return settle(handle, RunRepository.getLocked(handle, id));
    }

    /** A mixture or suite is being built, or has failed; a failure fails the runs that wait for it. */
    public void datasetUpdated(Handle handle, DatasetUpdated event) {
        DatasetRepository.put(handle, event);
        settleWaiting(
                handle, event.kind() == Kind.MIXTURE ? InputColumn.MIXTURE : InputColumn.SUITE, event.datasetId());
    }

    /** A mixture is ready: the runs whose last input it was are queued. */
    public void mixtureReady(Handle handle, MixtureReady event) {
        DatasetRepository.put(handle, event);
        settleWaiting(handle, InputColumn.MIXTURE, event.mixtureId());
    }

    /** A suite is ready: the runs whose last input it was are queued. */
    public void suiteReady(Handle handle, SuiteReady event) {
        DatasetRepository.put(handle, event);
        settleWaiting(handle, InputColumn.SUITE, event.suite().suiteId());
    }

    private void settleWaiting(Handle handle, InputColumn column, String name) {
        lockStarts(handle);
        RunRepository.lockWaitingFor(handle, column, name).forEach(run -> settle(handle, run));
    }

    /**
     * Stops a run; a worker that holds it finds its lease lost.
     *
     * @throws Conflict if it has ended already
     */
    public StoredRun cancel(Handle handle, String id) {
        work.withdraw(handle, id);
        lockStarts(handle);
        StoredRun run = RunRepository.getLocked(handle, id);
        if (run.state() instanceof RunState.Cancelled) {
            return run;
        }
        if (!(run.state() instanceof RunState.Active active)) {
            throw new Conflict(
                    "run " + id + " is " + word(run) + " already; only a run that has not ended can be cancelled");
        }
        return end(handle, id, active.cancel());
    }

    /**
     * Retries a failed run, from its newest checkpoint.
     *
     * @throws Conflict if it has not failed
     */
    public StoredRun retry(Handle handle, String id) {
        lockStarts(handle);
        StoredRun run = RunRepository.getLocked(handle, id);
        if (!(run.state() instanceof RunState.Failed failed)) {
            throw new Conflict("run " + id + " is " + word(run) + "; only a failed run can be retried");
        }
        return settle(handle, store(handle, id, failed.retry(), run.progress().atRest()));
    }

    /** A worker holds it and begins at this step. */
    public StoredRun start(Handle handle, String id, int step) {
        StoredRun run = RunRepository.getLocked(handle, id);
        return store(handle, id, new RunState.Training(step), run.progress().atRest());
    }

    /** It has taken its steps up to this one. */
    public StoredRun advance(Handle handle, String id, int step, RunProgress progress) {
        return store(handle, id, new RunState.Training(step), progress);
    }

    /** An attempt ended early, and another will follow. */
    public StoredRun interrupt(Handle handle, String id, String reason) {
        StoredRun run = RunRepository.getLocked(handle, id);
        int step = CheckpointRepository.newest(handle, id)
                .map(StoredCheckpoint::step)
                .orElse(0);
        return store(
                handle, id, new RunState.Queued(step, reason), run.progress().atRest());
    }

    /**
     * The live warning of a run changed. A run that asked to be stopped by this is to end at its next step boundary, for
     * good: no later change undoes that. Nothing changes for any other run, nor for one that has ended or is unknown.
     *
     * @return the run, if it is to end
     */
    public Optional<StoredRun> warned(Handle handle, InversionWarned event) {
        Optional<StoredRun> stopping = RunRepository.lock(handle, event.runId())
                .filter(run -> run.state() instanceof RunState.Active)
                .filter(run -> run.settings()
                        .earlyStopping()
                        .filter(rule -> rule.isMetBy(event))
                        .isPresent());
        stopping.ifPresent(run -> RunRepository.stopEarly(handle, run.id(), reason(event)));
        return stopping.flatMap(run -> RunRepository.find(handle, run.id()));
    }

    /** It took its last step. */
    public StoredRun complete(Handle handle, String id, int steps) {
        lockStarts(handle);
        return end(handle, id, new RunState.Training(steps).complete());
    }

    /** It ends before its last step, as its request asked. */
    public StoredRun endEarly(Handle handle, String id, int steps, String reason) {
        lockStarts(handle);
        return end(handle, id, new RunState.Training(steps).endEarly("stopped early at step " + steps + ": " + reason));
    }

    private static String reason(InversionWarned event) {
        return String.format(
                Locale.ROOT,
                "the live warning of suite %s became %s at step %d, where the mean counterfactual accuracy of %d"
                        + " checkpoints was %.1f %% after %.1f %% at step %d",
                event.suiteId(),
                event.state().name().toLowerCase(Locale.ROOT),
                event.step(),
                event.window(),
                100 * event.newestMean(),
                100 * event.bestMean(),
                event.bestStep());
    }

    /** No further attempt will follow. */
    public StoredRun fail(Handle handle, String id, String reason) {
        lockStarts(handle);
        int step = CheckpointRepository.newest(handle, id)
                .map(StoredCheckpoint::step)
                .orElse(0);
        return end(handle, id, new RunState.Training(step).fail(reason));
    }

    private StoredRun settle(Handle handle, StoredRun run) {
        RunState.Waiting waiting = (RunState.Waiting) run.state();
        RunSettings settings = run.settings();
        boolean begun = CheckpointRepository.newest(handle, run.id()).isPresent();
        Readiness readiness = begun ? new Readiness.Ready() : Readiness.of(inputStatuses(handle, settings));
        RunState state = waiting.settle(readiness);
        if (state instanceof RunState.Queued && !begun) {
            RunInputs inputs = inputs(handle, settings);
            try {
                RunPlan.of(settings, inputs.mixture().exampleCount());
            } catch (IllegalArgumentException unplannable) {
                return end(handle, run.id(), waiting.fail(unplannable.getMessage()));
            }
            RunRepository.fixInputs(handle, run.id(), inputs);
        }
        if (state instanceof RunState.Failed) {
            return end(handle, run.id(), state);
        }
        if (state.equals(run.state())) {
            return run;
        }
        if (state instanceof RunState.Queued && !work.accept(handle, run.id(), WORK_KIND, "", "{}")) {
            work.retry(handle, run.id());
        }
        return store(handle, run.id(), state, run.progress());
    }

    private StoredRun end(Handle handle, String id, RunState state) {
        StoredRun ended = store(
                handle,
                id,
                state,
                RunRepository.getLocked(handle, id).progress().atRest());
        settleWaiting(handle, InputColumn.BASE_RUN, id);
        return ended;
    }

    private StoredRun store(Handle handle, String id, RunState state, RunProgress progress) {
        StoredRun run = RunRepository.update(handle, id, state, progress);
        outbox.appendLatest(handle, EventTypes.RUN_UPDATED, id, run.toEvent());
        return run;
    }

    private static List<InputStatus> inputStatuses(Handle handle, RunSettings settings) {
        List<InputStatus> statuses = new ArrayList<>();
        statuses.add(DatasetRepository.status(handle, Kind.MIXTURE, settings.mixture()));
        settings.neededSuites().forEach(suite -> statuses.add(DatasetRepository.status(handle, Kind.SUITE, suite)));
        if (StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint base) {
            RunState state = RunRepository.get(handle, base.runId()).state();
            statuses.add(InputStatus.ofRun(base.runId(), state));
        }
        return statuses;
    }

    private static RunInputs inputs(Handle handle, RunSettings settings) {
        MixtureReady mixture =
                DatasetRepository.mixture(handle, settings.mixture()).orElseThrow();
        Function<String, SuiteRef> suite =
                id -> DatasetRepository.suite(handle, id).map(SuiteReady::suite).orElseThrow();
        Optional<ArtifactRef> base = StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint named
                ? CheckpointRepository.newest(handle, named.runId()).map(StoredCheckpoint::model)
                : Optional.empty();
        return new RunInputs(
                mixture,
                settings.suites().stream().map(suite).toList(),
                base,
                Optional.of(settings.evaluation().plan(suite)));
    }

    /** The name itself, or with the first number from 2 that makes it new. */
    private static String freeId(Handle handle, String name) {
        String id = name;
        for (int number = 2; RunRepository.find(handle, id).isPresent(); number++) {
            String suffix = "-" + number;
            id = name.substring(0, Math.min(name.length(), 63 - suffix.length())) + suffix;
        }
        return id;
    }

    /**
     * One transaction at a time decides which runs can start: no event can be missed between a run's look at
     * its inputs and its waiting for them.
     */
    private static void lockStarts(Handle handle) {
        handle.createQuery("select pg_advisory_xact_lock(hashtext('tiltmeter.trainer.starts'))")
                .mapTo(String.class)
                .list();
    }

    private static String word(StoredRun run) {
        return run.state().status().name().toLowerCase(Locale.ROOT);
    }
}
