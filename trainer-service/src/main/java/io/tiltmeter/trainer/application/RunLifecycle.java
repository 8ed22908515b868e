package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
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
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.InputStatus;
import io.tiltmeter.trainer.finetuning.Readiness;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.RunRequestCheck;
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
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    private final WorkRepository work;
    private final Outbox outbox;

    public RunLifecycle(
            RunRepository runs,
            CheckpointRepository checkpoints,
            DatasetRepository datasets,
            WorkRepository work,
            Outbox outbox) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.datasets = datasets;
        this.work = work;
        this.outbox = outbox;
    }

    /**
     * A new run, waiting or queued; or the run that the same key started before.
     *
     * @throws Conflict if the key belongs to a run of another request
     * @throws InvalidRequest if it would wait for itself
     */
    @Transactional
    public StoredRun accept(RunRequest request, Optional<String> idempotencyKey) {
        runs.lockStarts();
        Optional<StoredRun> existing = idempotencyKey.flatMap(runs::byIdempotencyKey);
        if (existing.isPresent()) {
            if (!existing.get().request().equals(request)) {
                throw new Conflict("Idempotency-Key " + idempotencyKey.get() + " was used for run "
                        + existing.get().id() + " with another request; send a new key for a new run");
            }
            return existing.get();
        }
        String id = freeId(request.settings().runName());
        RunRequestCheck.refuseToWaitForItself(
                id, request.settings(), base -> runs.run(base).map(StoredRun::settings));
        StoredRun run = settle(runs.insert(id, request, idempotencyKey));
        settleWaiting(InputColumn.BASE_RUN, id);
        return run;
    }

    /** A mixture or suite is being built, or has failed; a failure fails the runs that wait for it. */
    public void datasetUpdated(DatasetUpdated event) {
        datasets.put(event);
        settleWaiting(event.kind() == Kind.MIXTURE ? InputColumn.MIXTURE : InputColumn.SUITE, event.datasetId());
    }

    /** A mixture is ready: the runs whose last input it was are queued. */
    public void mixtureReady(MixtureReady event) {
        datasets.put(event);
        settleWaiting(InputColumn.MIXTURE, event.mixtureId());
    }

    /** A suite is ready: the runs whose last input it was are queued. */
    public void suiteReady(SuiteReady event) {
        datasets.put(event);
        settleWaiting(InputColumn.SUITE, event.suite().suiteId());
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
            throw new Conflict(
                    "run " + id + " is " + word(run) + " already; only a run that has not ended can be cancelled");
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
            throw new Conflict("run " + id + " is " + word(run) + "; only a failed run can be retried");
        }
        return settle(store(id, failed.retry(), run.progress().atRest()));
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
                .map(run -> runs.stopEarly(run.id(), reason(event)));
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
    public StoredRun fail(String id, String reason) {
        runs.lockStarts();
        int step = checkpoints.newest(id).map(StoredCheckpoint::step).orElse(0);
        return end(id, new RunState.Training(step).fail(reason));
    }

    private StoredRun settle(StoredRun run) {
        RunState.Waiting waiting = (RunState.Waiting) run.state();
        RunSettings settings = run.settings();
        boolean begun = checkpoints.newest(run.id()).isPresent();
        Readiness readiness = begun ? new Readiness.Ready() : Readiness.of(inputStatuses(settings));
        RunState state = waiting.settle(readiness);
        if (state instanceof RunState.Queued && !begun) {
            RunInputs inputs = inputs(settings);
            try {
                RunPlan.of(settings, inputs.mixture().exampleCount());
            } catch (IllegalArgumentException unplannable) {
                return end(run.id(), waiting.fail(unplannable.getMessage()));
            }
            runs.fixInputs(run.id(), inputs);
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

    private List<InputStatus> inputStatuses(RunSettings settings) {
        List<InputStatus> statuses = new ArrayList<>();
        statuses.addAll(datasets.statuses(Kind.MIXTURE, List.of(settings.mixture())));
        statuses.addAll(datasets.statuses(Kind.SUITE, settings.neededSuites()));
        if (StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint base) {
            statuses.add(runs.run(base.runId())
                    .map(run -> InputStatus.ofRun(run.id(), run.state(), run.request() instanceof RunRequest.Lora))
                    .orElseGet(() -> InputStatus.unannounced("run " + base.runId())));
        }
        return statuses;
    }

    private RunInputs inputs(RunSettings settings) {
        MixtureReady mixture = datasets.mixture(settings.mixture()).orElseThrow();
        Function<String, SuiteRef> suite =
                id -> datasets.suite(id).map(SuiteReady::suite).orElseThrow();
        Optional<ArtifactRef> base = StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint named
                ? checkpoints.newest(named.runId()).map(StoredCheckpoint::model)
                : Optional.empty();
        return new RunInputs(
                mixture,
                settings.suites().stream().map(suite).toList(),
                base,
                Optional.of(settings.evaluation().plan(suite)));
    }

    /** The name itself, or with the first number from 2 that makes it new. */
    private String freeId(String name) {
        Set<String> taken = Set.copyOf(runs.ids());
        String id = name;
        for (int number = 2; taken.contains(id); number++) {
            String suffix = "-" + number;
            id = name.substring(0, Math.min(name.length(), 63 - suffix.length())) + suffix;
        }
        return id;
    }

    private static String word(StoredRun run) {
        return run.state().status().name().toLowerCase(Locale.ROOT);
    }
}
