package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.finetuning.StepRecord;
import io.tiltmeter.trainer.finetuning.TrainingPace;
import io.tiltmeter.trainer.finetuning.TrainingWatcher;
import io.tiltmeter.trainer.persistence.CheckpointTable;
import io.tiltmeter.trainer.persistence.LossTable;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunProgress;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * What one attempt at a run leaves behind: losses, checkpoints, news. Every transaction is guarded by the attempt's
 * lease, so that an attempt that was taken over writes nothing more.
 */
final class TrainingAttempt implements TrainingWatcher {
    private static final Logger LOG = Logger.getLogger(TrainingAttempt.class);

    private final Lease lease;
    private final StoredRun run;
    private final RunInputs inputs;
    private final RunPlan plan;
    private final StartingModels.Opened start;
    private final Desk desk;
    private final TrainerMetrics.RunGauges gauges;
    private final TrainingPace pace;
    private final List<StepRecord> unsaved = new ArrayList<>();
    private Optional<StepRecord> newest = Optional.empty();
    private long reportedNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile Optional<String> earlyEnd;
    private int savedStep;

    /** What every attempt works with. */
    record Desk(
            WorkRepository workTable,
            RunLedger ledger,
            Outbox outbox,
            CheckpointFiles files,
            TrainerMetrics metrics,
            TrainerConfig config) {}

    /** @param savedStep the step of the checkpoint that it goes on from; -1 if it begins */
    TrainingAttempt(
            Lease lease,
            StoredRun run,
            RunInputs inputs,
            RunPlan plan,
            StartingModels.Opened start,
            int savedStep,
            Desk desk,
            TrainerMetrics.RunGauges gauges) {
        this.lease = lease;
        this.run = run;
        this.inputs = inputs;
        this.plan = plan;
        this.start = start;
        this.desk = desk;
        this.gauges = gauges;
        this.earlyEnd = run.stopEarly();
        this.savedStep = savedStep;
        this.pace = new TrainingPace(desk.config().paceWindow(), System::nanoTime);
    }

    String runId() {
        return run.id();
    }

    /** No further step is wanted; called from another thread. */
    void stop() {
        stopping = true;
    }

    /** The run is to end at the next step boundary; called from another thread. */
    void stopEarly(Optional<String> reason) {
        earlyEnd = reason;
    }

    @Override
    public boolean endsEarly() {
        return earlyEnd.isPresent();
    }

    @Override
    public boolean goesOn() {
        return !stopping && !lease.isLost();
    }

    @Override
    public void stepTaken(StepRecord step) {
        unsaved.add(step);
        newest = Optional.of(step);
        pace.stepTaken(step.tokens());
        gauges.stepTaken(step, pace.tokensPerSecond().orElse(Double.NaN));
        boolean reportIsDue =
                System.nanoTime() - reportedNanos >= desk.config().reportEvery().toNanos();
        if (reportIsDue && !plan.savesAt(step.step())) {
            desk.workTable().report(lease, handle -> record(handle, step.step()));
            reported();
        }
    }

    /** The checkpoint's files first, then one transaction with its row, the progress and the news. */
    @Override
    public void checkpointDue(TrainingSession session) {
        int step = session.stepsTaken();
        Instant began = Instant.now();
        CheckpointFiles.Saved saved;
        try {
            saved = desk.files().save(run.id(), session, start);
        } catch (CheckpointFiles.NotSaved e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        StoredCheckpoint checkpoint = new StoredCheckpoint(
                run.id(),
                step,
                plan.epochsAt(step),
                newest.map(StepRecord::lossNats).orElse(0.0),
                saved.model(),
                start.adapterBase(),
                saved.weightsSha256(),
                Optional.of(saved.trainingState()),
                true,
                Instant.now());
        List<Integer> before = new ArrayList<>();
        List<Integer> surplus = new ArrayList<>();
        desk.workTable().progress(lease, handle -> {
            List<StoredCheckpoint> earlier = CheckpointTable.list(handle, run.id()).stream()
                    .filter(other -> other.step() < step)
                    .toList();
            before.clear();
            earlier.stream()
                    .filter(other -> other.trainingState().isPresent())
                    .forEach(other -> before.add(other.step()));
            surplus.clear();
            surplus.addAll(surplus(earlier));
            CheckpointTable.put(handle, checkpoint);
            CheckpointTable.markFilesGone(handle, run.id(), surplus);
            desk.outbox().append(handle, EventTypes.CHECKPOINT_READY, run.id(), news(checkpoint));
            record(handle, step);
        });
        reported();
        savedStep = step;
        before.forEach(old -> desk.files().deleteTrainingState(run.id(), old));
        surplus.forEach(old -> desk.files().deleteModel(run.id(), old));
        Duration took = Duration.between(began, Instant.now());
        desk.metrics().saved(took, saved.bytes());
        LOG.infof(
                "checkpoint saved run=%s step=%d lossNats=%.4f bytes=%d took=%s",
                run.id(), step, checkpoint.lossNats(), saved.bytes(), took);
    }

    /** The run's last step is saved: nothing is left to do but to say so. */
    void complete() {
        end(plan.totalSteps(), handle -> desk.ledger().complete(handle, run.id(), plan.totalSteps()));
        LOG.infof("run completed run=%s steps=%d", run.id(), plan.totalSteps());
    }

    /** The run ends where it stands: its last checkpoint first, unless that is there already, then as at any end. */
    void endEarly(TrainingSession session) {
        int step = session.stepsTaken();
        if (step != savedStep) {
            checkpointDue(session);
        }
        String reason = earlyEnd.orElseThrow();
        end(step, handle -> desk.ledger().endEarly(handle, run.id(), step, reason));
        desk.metrics().stoppedEarly();
        LOG.infof(
                "run stopped early run=%s step=%d totalSteps=%d reason=%s", run.id(), step, plan.totalSteps(), reason);
    }

    private void end(int step, Consumer<Handle> told) {
        desk.workTable().complete(lease, handle -> {
            LossTable.put(handle, run.id(), unsaved);
            CheckpointTable.forgetTrainingState(handle, run.id());
            told.accept(handle);
        });
        desk.files().deleteTrainingState(run.id(), step);
    }

    private void record(Handle handle, int step) {
        LossTable.put(handle, run.id(), unsaved);
        StoredRun now = desk.ledger()
                .advance(
                        handle,
                        run.id(),
                        step,
                        new RunProgress(
                                newest.map(StepRecord::lossNats),
                                optional(pace.tokensPerSecond()),
                                optional(pace.secondsFor(plan.totalSteps() - step))));
        if (now.stopEarly().isPresent()) {
            earlyEnd = now.stopEarly();
        }
    }

    private void reported() {
        unsaved.clear();
        reportedNanos = System.nanoTime();
    }

    /** Checkpoints that give up their files when one more is saved: not step 0, and not the newest. */
    private List<Integer> surplus(List<StoredCheckpoint> earlier) {
        int limit = run.settings().checkpoints().totalLimit();
        List<Integer> kept = earlier.stream()
                .filter(checkpoint -> checkpoint.filesKept() && checkpoint.step() > 0)
                .map(StoredCheckpoint::step)
                .toList();
        int room = limit == 0 ? kept.size() : Math.max(0, limit - 2);
        return kept.subList(0, Math.max(0, kept.size() - room));
    }

    private CheckpointReady news(StoredCheckpoint checkpoint) {
        return new CheckpointReady(
                run.id(),
                run.id(),
                checkpoint.step(),
                plan.totalSteps(),
                checkpoint.epochs(),
                checkpoint.model(),
                checkpoint.base(),
                checkpoint.weightsSha256(),
                inputs.mixture().template(),
                inputs.suites(),
                checkpoint.lossNats(),
                checkpoint.savedAt(),
                inputs.evaluation());
    }

    private static Optional<Double> optional(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
