package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.InputStanding;
import io.tiltmeter.trainer.finetuning.InputStanding.Standing;
import io.tiltmeter.trainer.finetuning.Readiness;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.CheckpointTable;
import io.tiltmeter.trainer.persistence.DatasetTable;
import io.tiltmeter.trainer.persistence.NewRun;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunProgress;
import io.tiltmeter.trainer.persistence.RunTable;
import io.tiltmeter.trainer.persistence.RunTable.InputColumn;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Every change of a run's state, each with its news in the same transaction. A run enters the work table in the
 * transaction in which its last input became ready.
 *
 * <p>Locks are taken in one order: a leased work row, then {@link #lockStarts}, then rows of runs.
 */
public final class RunLedger {
    /** The kind of work: one training. */
    public static final String WORK_KIND = "training";

    private final Outbox outbox;
    private final WorkRepository workTable;

    public RunLedger(Outbox outbox, WorkRepository workTable) {
        this.outbox = outbox;
        this.workTable = workTable;
    }

    /**
     * A new run, waiting or queued; or the one that the same key made before.
     *
     * @throws Conflict if the key made a run of another request
     */
    public StoredRun accept(Handle handle, NewRun run) {
        lockStarts(handle);
        Optional<StoredRun> before = run.idempotencyKey().flatMap(key -> RunTable.byIdempotencyKey(handle, key));
        if (before.isPresent()) {
            if (!before.get().effectiveConfig().equals(run.effectiveConfig())) {
                throw new Conflict("Idempotency-Key " + run.idempotencyKey().get() + " was used for run "
                        + before.get().id() + " with another request; send a new key for a new run");
            }
            return before.get();
        }
        String id = freeId(handle, run.request().runName());
        RunTable.insert(handle, id, run);
        return settle(handle, RunTable.lock(handle, id).orElseThrow());
    }

    /** News has come about a mixture or suite: looks again at the runs that wait for it. */
    public void wake(Handle handle, Kind kind, String datasetId) {
        lockStarts(handle);
        InputColumn column = kind == Kind.MIXTURE ? InputColumn.MIXTURE : InputColumn.SUITE;
        RunTable.lockWaitingFor(handle, column, datasetId).forEach(run -> settle(handle, run));
    }

    /**
     * Stops a run; a worker that holds it finds its lease lost.
     *
     * @throws Conflict if it has ended already
     */
    public StoredRun cancel(Handle handle, String id) {
        workTable.withdraw(handle, id);
        lockStarts(handle);
        StoredRun run = locked(handle, id);
        if (run.state() instanceof RunState.Cancelled) {
            return run;
        }
        if (!(run.state() instanceof RunState.Active active)) {
            throw new Conflict(
                    "run " + id + " is " + word(run) + " already; only a run that has not ended can be" + " cancelled");
        }
        return end(handle, id, active.cancel());
    }

    /**
     * Drives a failed run again, from its newest checkpoint.
     *
     * @throws Conflict if it has not failed
     */
    public StoredRun retry(Handle handle, String id) {
        lockStarts(handle);
        StoredRun run = locked(handle, id);
        if (!(run.state() instanceof RunState.Failed failed)) {
            throw new Conflict("run " + id + " is " + word(run) + "; only a failed run can be driven again");
        }
        return settle(handle, store(handle, id, failed.retry(), run.progress().atRest()));
    }

    /** A worker holds it and begins at this step. */
    public StoredRun start(Handle handle, String id, int step) {
        StoredRun run = locked(handle, id);
        return store(handle, id, new RunState.Training(step), run.progress().atRest());
    }

    /** It has come this far. */
    public StoredRun advance(Handle handle, String id, int step, RunProgress progress) {
        return store(handle, id, new RunState.Training(step), progress);
    }

    /** An attempt ended early, and another will follow. */
    public StoredRun interrupt(Handle handle, String id, String reason) {
        StoredRun run = locked(handle, id);
        int step =
                CheckpointTable.newest(handle, id).map(StoredCheckpoint::step).orElse(0);
        return store(
                handle, id, new RunState.Queued(step, reason), run.progress().atRest());
    }

    /**
     * The live warning of a run moved. A run that asked to be stopped by this is to end at its next step boundary, for
     * good: no later move takes that back. For any other run, one that is over or unknown, nothing changes.
     *
     * @return the run, if it is to end
     */
    public Optional<StoredRun> warned(Handle handle, InversionWarned news) {
        Optional<StoredRun> asked = RunTable.lock(handle, news.runId())
                .filter(run -> run.state() instanceof RunState.Active)
                .filter(run -> run.settings()
                        .earlyStopping()
                        .filter(stopping -> stopping.isMetBy(news))
                        .isPresent());
        asked.ifPresent(run -> RunTable.stopEarly(handle, run.id(), reason(news)));
        return asked.flatMap(run -> RunTable.find(handle, run.id()));
    }

    /** It took its last step. */
    public StoredRun complete(Handle handle, String id, int steps) {
        lockStarts(handle);
        return end(handle, id, new RunState.Training(steps).complete());
    }

    /** It ends before its last step, as it asked to. */
    public StoredRun endEarly(Handle handle, String id, int steps, String reason) {
        lockStarts(handle);
        return end(handle, id, new RunState.Training(steps).endEarly("stopped early at step " + steps + ": " + reason));
    }

    private static String reason(InversionWarned news) {
        return String.format(
                Locale.ROOT,
                "the live warning of suite %s became %s at step %d, where the mean counterfactual accuracy of %d"
                        + " checkpoints was %.1f %% after %.1f %% at step %d",
                news.suiteId(),
                news.state().name().toLowerCase(Locale.ROOT),
                news.step(),
                news.window(),
                100 * news.newestMean(),
                100 * news.bestMean(),
                news.bestStep());
    }

    /** No further attempt will follow. */
    public StoredRun fail(Handle handle, String id, String reason) {
        lockStarts(handle);
        int step =
                CheckpointTable.newest(handle, id).map(StoredCheckpoint::step).orElse(0);
        return end(handle, id, new RunState.Training(step).fail(reason));
    }

    private StoredRun settle(Handle handle, StoredRun run) {
        RunState.Waiting waiting = (RunState.Waiting) run.state();
        boolean begun = CheckpointTable.newest(handle, run.id()).isPresent();
        Readiness readiness = begun ? new Readiness.Ready() : Readiness.of(standings(handle, run));
        RunState state = waiting.settle(readiness);
        if (state instanceof RunState.Queued && !begun) {
            RunInputs inputs = inputs(handle, run);
            try {
                RunPlan.of(run.settings(), inputs.mixture().exampleCount());
            } catch (IllegalArgumentException unplannable) {
                return end(handle, run.id(), waiting.fail(unplannable.getMessage()));
            }
            RunTable.fixInputs(handle, run.id(), inputs);
        }
        if (state instanceof RunState.Failed) {
            return end(handle, run.id(), state);
        }
        if (state.equals(run.state())) {
            return run;
        }
        if (state instanceof RunState.Queued && !workTable.accept(handle, run.id(), WORK_KIND, "", "{}")) {
            workTable.retry(handle, run.id());
        }
        return store(handle, run.id(), state, run.progress());
    }

    private StoredRun end(Handle handle, String id, RunState state) {
        StoredRun ended = store(handle, id, state, locked(handle, id).progress().atRest());
        RunTable.lockWaitingFor(handle, InputColumn.BASE_RUN, id).forEach(waiting -> settle(handle, waiting));
        return ended;
    }

    private StoredRun store(Handle handle, String id, RunState state, RunProgress progress) {
        StoredRun run = RunTable.update(handle, id, state, progress);
        outbox.appendLatest(handle, EventTypes.RUN_UPDATED, id, run.toEvent());
        return run;
    }

    private static List<InputStanding> standings(Handle handle, StoredRun run) {
        List<InputStanding> standings = new ArrayList<>();
        standings.add(DatasetTable.standing(handle, Kind.MIXTURE, run.settings().mixture()));
        run.settings().neededSuites().forEach(suite -> standings.add(DatasetTable.standing(handle, Kind.SUITE, suite)));
        if (run.settings().start() instanceof StartingPoint.LastCheckpoint base) {
            standings.add(baseStanding(handle, base.runId()));
        }
        return standings;
    }

    private static InputStanding baseStanding(Handle handle, String runId) {
        RunState state = RunTable.find(handle, runId).map(StoredRun::state).orElseThrow(() -> unknown(handle, runId));
        String words = "run " + runId;
        if (state.status() == RunStatus.COMPLETED) {
            return new InputStanding(words, Standing.READY, "");
        }
        return state.status().isFinal()
                ? new InputStanding(
                        words, Standing.BROKEN, state.reason().isEmpty() ? "cancelled" : "failed: " + state.reason())
                : new InputStanding(words, Standing.PENDING, "not complete yet");
    }

    private static RunInputs inputs(Handle handle, StoredRun run) {
        MixtureReady mixture =
                DatasetTable.mixture(handle, run.settings().mixture()).orElseThrow();
        Function<String, SuiteRef> suite =
                id -> DatasetTable.suite(handle, id).map(SuiteReady::suite).orElseThrow();
        List<SuiteRef> suites = run.settings().suites().stream().map(suite).toList();
        Optional<ArtifactRef> base = run.settings().start() instanceof StartingPoint.LastCheckpoint named
                ? CheckpointTable.newest(handle, named.runId()).map(StoredCheckpoint::model)
                : Optional.empty();
        return new RunInputs(
                mixture, suites, base, Optional.of(run.settings().evaluation().plan(suite)));
    }

    private static StoredRun locked(Handle handle, String id) {
        return RunTable.lock(handle, id).orElseThrow(() -> unknown(handle, id));
    }

    private static NotFound unknown(Handle handle, String id) {
        return new NotFound("run", id, RunTable.ids(handle));
    }

    /** The name itself, or with the first number from 2 that makes it new. */
    private static String freeId(Handle handle, String name) {
        String id = name;
        for (int number = 2; RunTable.find(handle, id).isPresent(); number++) {
            String suffix = "-" + number;
            id = name.substring(0, Math.min(name.length(), 63 - suffix.length())) + suffix;
        }
        return id;
    }

    /**
     * One transaction at a time decides which runs can start: no news can fall between a run's look at its inputs and
     * its waiting for them.
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
