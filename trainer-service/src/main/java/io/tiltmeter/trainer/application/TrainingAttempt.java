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
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
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
import org.jboss.logging.Logger;

/**
 * Stores what one attempt at a run brings about: losses, checkpoints, events. Every transaction is guarded by the
 * attempt's lease, so that an attempt that was taken over stores nothing more.
 */
final class TrainingAttempt implements TrainingWatcher {
    private static final Logger LOG = Logger.getLogger(TrainingAttempt.class);

    private final Lease lease;
    private final StoredRun run;
    private final RunInputs inputs;
    private final RunPlan plan;
    private final TrainingSessions.Opened start;
    private final Context context;
    private final TrainerMetrics.RunGauges gauges;
    private final TrainingPace pace;
    private final List<StepRecord> unsaved = new ArrayList<>();
    private Optional<StepRecord> newest = Optional.empty();
    private long reportedNanos = System.nanoTime();
    private volatile boolean stopping;
    private volatile Optional<String> earlyEnd;
    private int savedStep;

    /** What every attempt uses. */
    record Context(
            WorkRepository work,
            RunLifecycle lifecycle,
            LossRepository losses,
            CheckpointRepository checkpoints,
            Outbox outbox,
            CheckpointFiles files,
            TrainerMetrics metrics,
            TrainerConfig config) {}

    /** @param savedStep the step of the checkpoint that it continues from; -1 if it begins */
    TrainingAttempt(
            Lease lease,
            StoredRun run,
            RunInputs inputs,
            RunPlan plan,
            TrainingSessions.Opened start,
            int savedStep,
            Context context,
            TrainerMetrics.RunGauges gauges) {
        this.lease = lease;
        this.run = run;
        this.inputs = inputs;
        this.plan = plan;
        this.start = start;
        this.context = context;
        this.gauges = gauges;
        this.earlyEnd = run.stopEarly();
        this.savedStep = savedStep;
        this.pace = new TrainingPace(context.config().paceWindow(), System::nanoTime);
    }

    String runId() {
        return run.id();
    }

    /** Takes no further step; called from another thread. */
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
    public boolean continues() {
        return !stopping && !lease.isLost();
    }

    @Override
    public void stepTaken(StepRecord step) {
        unsaved.add(step);
        newest = Optional.of(step);
        pace.stepTaken(step.tokens());
        gauges.stepTaken(step, pace.tokensPerSecond().orElse(Double.NaN));
        boolean reportIsDue = System.nanoTime() - reportedNanos
                >= context.config().reportEvery().toNanos();
        if (reportIsDue && !plan.savesAt(step.step())) {
            context.work().report(lease, () -> record(step.step()));
            reported();
        }
    }

    /** Writes the checkpoint's files, then stores its row, the progress and the event in one transaction. */
    @Override
    public void checkpointDue(TrainingSession session) {
        int step = session.stepsTaken();
        Instant began = Instant.now();
        CheckpointFiles.Saved saved;
        try {
            saved = context.files().save(run.id(), session, start);
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
        context.work().progress(lease, () -> {
            List<StoredCheckpoint> earlier = context.checkpoints().checkpoints(run.id()).stream()
                    .filter(other -> other.step() < step)
                    .toList();
            before.clear();
            earlier.stream()
                    .filter(other -> other.trainingState().isPresent())
                    .forEach(other -> before.add(other.step()));
            surplus.clear();
            surplus.addAll(surplus(earlier));
            context.checkpoints().put(checkpoint);
            context.checkpoints().markFilesGone(run.id(), surplus);
            context.outbox().append(EventTypes.CHECKPOINT_READY, run.id(), event(checkpoint));
            record(step);
        });
        reported();
        savedStep = step;
        before.forEach(old -> context.files().deleteTrainingState(run.id(), old));
        surplus.forEach(old -> context.files().deleteModel(run.id(), old));
        Duration took = Duration.between(began, Instant.now());
        context.metrics().saved(took, saved.bytes());
        LOG.infof(
                "checkpoint saved run=%s step=%d lossNats=%.4f bytes=%d took=%s",
                run.id(), step, checkpoint.lossNats(), saved.bytes(), took);
    }

    /** The run's last step is saved: ends the run. */
    void complete() {
        end(plan.totalSteps(), () -> context.lifecycle().complete(run.id(), plan.totalSteps()));
        LOG.infof("run completed run=%s steps=%d", run.id(), plan.totalSteps());
    }

    /** Ends the run at its current step, after saving a checkpoint of that step unless there is one. */
    void endEarly(TrainingSession session) {
        int step = session.stepsTaken();
        if (step != savedStep) {
            checkpointDue(session);
        }
        String reason = earlyEnd.orElseThrow();
        end(step, () -> context.lifecycle().endEarly(run.id(), step, reason));
        context.metrics().stoppedEarly();
        LOG.infof(
                "run stopped early run=%s step=%d totalSteps=%d reason=%s", run.id(), step, plan.totalSteps(), reason);
    }

    private void end(int step, Runnable publish) {
        context.work().complete(lease, () -> {
            context.losses().put(run.id(), unsaved);
            context.checkpoints().forgetTrainingState(run.id());
            publish.run();
        });
        context.files().deleteTrainingState(run.id(), step);
    }

    private void record(int step) {
        context.losses().put(run.id(), unsaved);
        StoredRun now = context.lifecycle()
                .advance(
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
        int limit = run.settings().checkpoints().saveTotalLimit();
        List<Integer> kept = earlier.stream()
                .filter(checkpoint -> checkpoint.filesKept() && checkpoint.step() > 0)
                .map(StoredCheckpoint::step)
                .toList();
        int room = limit == 0 ? kept.size() : Math.max(0, limit - 2);
        return kept.subList(0, Math.max(0, kept.size() - room));
    }

    private CheckpointReady event(StoredCheckpoint checkpoint) {
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
