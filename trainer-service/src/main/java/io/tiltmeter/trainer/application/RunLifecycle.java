package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.InversionWarned;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.EarlyStop;
import io.tiltmeter.trainer.finetuning.Readiness;
import io.tiltmeter.trainer.finetuning.RunName;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunRequestCheck;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunProgress;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.RunRepository.InputColumn;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Every change of a run's state, each with its event in the same transaction. A run enters the work table in the
 * transaction in which its last input became ready.
 *
 * <p>Locks are taken in one order: a leased work row, then {@link RunRepository#lockStarts}, then rows of runs.
 */
@Singleton
public class RunLifecycle {
    /** The kind of work: one training. */
    public static final String WORK_KIND = "training";

    private final RunRepository runs;
    private final CheckpointRepository checkpoints;
    private final DatasetRepository datasets;
    private final InputLookup inputs;
    private final WorkRepository work;
    private final Outbox outbox;

    public RunLifecycle(
            RunRepository runs,
            CheckpointRepository checkpoints,
            DatasetRepository datasets,
            InputLookup inputs,
            WorkRepository work,
            Outbox outbox) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.datasets = datasets;
        this.inputs = inputs;
        this.work = work;
        this.outbox = outbox;
    }

    /**
     * A new run, waiting or queued, within a transaction that has called {@link RunRepository#lockStarts}.
     *
     * @param taken the ids of all runs, and of those that were deleted
     * @throws InvalidRequest if it would wait for itself
     */
    StoredRun add(RunRequest request, Optional<String> idempotencyKey, Set<String> taken) {
        String id = RunName.free(request.settings().runName(), taken);
        RunRequestCheck.refuseToWaitForItself(
                id, request.settings(), base -> runs.run(base).map(StoredRun::settings));
        StoredRun run = settle(runs.insert(id, request, idempotencyKey));
        runs.lockWaitingFor(InputColumn.BASE_RUN, id).forEach(this::settle);
        return run;
    }

    /** A mixture or suite is being built, or has failed; a failure fails the runs that wait for it. */
    public void datasetUpdated(DatasetUpdated event) {
        datasets.put(event);
        settleWaiting(event.kind(), event.datasetId());
    }

    /** A mixture is ready: the runs whose last input it was are queued. */
    public void mixtureReady(MixtureReady event) {
        datasets.put(event);
        settleWaiting(Kind.MIXTURE, event.mixtureId());
    }

    /** A suite is ready: the runs whose last input it was are queued. */
    public void suiteReady(SuiteReady event) {
        datasets.put(event);
        settleWaiting(Kind.SUITE, event.suite().suiteId());
    }

    /** A run names a suite by its id, or by the name of its versions. */
    private void settleWaiting(Kind kind, String id) {
        InputColumn column = kind == Kind.MIXTURE ? InputColumn.MIXTURE : InputColumn.SUITE;
        Set<String> names = kind == Kind.MIXTURE ? Set.of(id) : new TreeSet<>(List.of(id, SuiteRef.nameOf(id)));
        names.forEach(name -> settleWaiting(column, name));
    }

    private void settleWaiting(InputColumn column, String name) {
        runs.lockStarts();
        runs.lockWaitingFor(column, name).forEach(this::settle);
    }

    /**
     * Stops a run; a worker that holds it finds its lease lost.
     *
     * @throws Conflict if it has ended already
     */
    @Transactional
    public StoredRun cancel(String id) {
        work.withdraw(id);
        runs.lockStarts();
        StoredRun run = runs.getLocked(id);
        if (run.state() instanceof RunState.Cancelled) {
            return run;
        }
        if (!(run.state() instanceof RunState.Active active)) {
            throw new Conflict("run " + id + " is " + Json.name(run.state().status())
                    + " already; only a run that has not ended can be cancelled");
        }
        return end(id, active.cancel());
    }

    /**
     * Retries a failed run, from its newest checkpoint.
     *
     * @throws Conflict if it has not failed
     */
    @Transactional
    public StoredRun retry(String id) {
        runs.lockStarts();
        StoredRun run = runs.getLocked(id);
        if (!(run.state() instanceof RunState.Failed failed)) {
            throw new Conflict(
                    "run " + id + " is " + Json.name(run.state().status()) + "; only a failed run can be retried");
        }
        return settle(store(id, failed.retry(), run.progress().atRest()));
    }

    /**
     * Stops those of several runs that have not ended.
     *
     * @return these
     */
    @Transactional
    public List<String> cancelAll(List<String> ids) {
        return endAll(ids, RunState.Active::cancel);
    }

    /**
     * Fails those of several runs that have not ended.
     *
     * @return these
     */
    @Transactional
    public List<String> failAll(List<String> ids, String reason) {
        return endAll(ids, active -> active.fail(reason));
    }

    private List<String> endAll(List<String> ids, Function<RunState.Active, RunState> ended) {
        ids.stream().sorted().forEach(work::withdraw);
        runs.lockStarts();
        List<StoredRun> open = new ArrayList<>(runs.lockAll(ids).stream()
                .filter(run -> run.state() instanceof RunState.Active)
                .toList());
        // The newest first: most runs are newer than what they start from, with which they would fail.
        Collections.reverse(open);
        open.forEach(run -> end(run.id(), ended.apply((RunState.Active) run.state())));
        return open.stream().map(StoredRun::id).toList();
    }

    /**
     * Retries those of several runs that have failed; one that starts from another of them waits for that one.
     *
     * @return these
     */
    @Transactional
    public List<String> retryAll(List<String> ids) {
        runs.lockStarts();
        List<String> failed = new ArrayList<>();
        for (StoredRun run : runs.lockAll(ids)) {
            if (run.state() instanceof RunState.Failed state) {
                store(run.id(), state.retry(), run.progress().atRest());
                failed.add(run.id());
            }
        }
        for (String id : failed) {
            StoredRun run = runs.getLocked(id);
            if (run.state() instanceof RunState.Waiting) {
                settle(run);
            }
        }
        return failed;
    }

    /** A worker holds it and begins at this step. */
    public StoredRun start(String id, int step) {
        StoredRun run = runs.getLocked(id);
        return store(id, new RunState.Training(step), run.progress().atRest());
    }

    /** It has taken its steps up to this one. */
    public StoredRun advance(String id, int step, RunProgress progress) {
        return store(id, new RunState.Training(step), progress);
    }

    /** An attempt ended early, and another will follow. */
    public StoredRun interrupt(String id, String reason) {
        StoredRun run = runs.getLocked(id);
        int step = checkpoints.newest(id).map(StoredCheckpoint::step).orElse(0);
        return store(id, new RunState.Queued(step, reason), run.progress().atRest());
    }

    /**
     * The live warning of a run changed. A run that asked to be stopped by this is to end at its next step boundary, for
     * good: no later change undoes that. Nothing changes for any other run, nor for one that has ended or is unknown.
     *
     * @return the run, if it is to end
     */
    public Optional<StoredRun> warned(InversionWarned event) {
        return runs.lock(event.runId())
                .filter(run -> run.state() instanceof RunState.Active)
                .filter(run -> run.settings()
                        .earlyStopping()
                        .filter(rule -> rule.isMetBy(event))
                        .isPresent())
                .map(run -> runs.stopEarly(run.id(), EarlyStop.reason(event)));
    }

    /** It took its last step. */
    public StoredRun complete(String id, int steps) {
        runs.lockStarts();
        return end(id, new RunState.Training(steps).complete());
    }

    /** It ends before its last step, as its request asked. */
    public StoredRun endEarly(String id, int steps, String reason) {
        runs.lockStarts();
        return end(id, new RunState.Training(steps).endEarly("stopped early at step " + steps + ": " + reason));
    }

    /** No further attempt will follow. */
    public StoredRun fail(String id, String reason) {
        runs.lockStarts();
        int step = checkpoints.newest(id).map(StoredCheckpoint::step).orElse(0);
        return end(id, new RunState.Training(step).fail(reason));
    }

    private StoredRun settle(StoredRun run) {
        RunState.Waiting waiting = (RunState.Waiting) run.state();
        RunSettings settings = run.settings();
        boolean begun = run.revision() > 0 && checkpoints.newest(run.id()).isPresent();
        Readiness readiness = begun ? new Readiness.Ready() : Readiness.of(inputs.statuses(settings));
        RunState state = waiting.settle(readiness);
        if (state instanceof RunState.Queued && !begun) {
            RunInputs fixed = inputs.of(settings);
            try {
                RunPlan.of(settings, fixed.mixture().exampleCount());
            } catch (IllegalArgumentException unplannable) {
                return end(run.id(), waiting.fail(unplannable.getMessage()));
            }
            runs.fixInputs(run.id(), fixed);
        }
        if (state instanceof RunState.Failed) {
            return end(run.id(), state);
        }
        if (state.equals(run.state())) {
            return run;
        }
        if (state instanceof RunState.Queued && !work.accept(run.id(), WORK_KIND, "", "{}")) {
            work.retry(run.id());
        }
        return store(run.id(), state, run.progress());
    }

    private StoredRun end(String id, RunState state) {
        StoredRun ended = store(id, state, runs.getLocked(id).progress().atRest());
        settleWaiting(InputColumn.BASE_RUN, id);
        return ended;
    }

    private StoredRun store(String id, RunState state, RunProgress progress) {
        StoredRun run = runs.store(id, state, progress);
        outbox.appendLatest(EventTypes.RUN_UPDATED, id, run.toEvent());
        return run;
    }
}
