package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.LearningRateSchedule;
import io.tiltmeter.languagemodel.training.StepResult;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Scaling;
import java.util.List;

/**
 * The steps of a run, from its session's current step to the plan's end. Which examples a step takes and at which rate
 * follows from its number alone, so that a resumed run takes the steps of the unbroken one.
 */
public final class Finetuning {
    /** How a call of {@link #train} ended. */
    public enum End {
        COMPLETED,
        /** The watcher ended the run here: these are its last weights. */
        ENDED_EARLY,
        STOPPED
    }

    private final RunPlan plan;
    private final LearningRateSchedule schedule;
    private final EncodedMixture mixture;
    private final ExampleOrder order;
    private final RunSettings.Batching batching;
    private int epoch = -1;
    private List<int[]> epochBatches = List.of();

    public Finetuning(RunSettings settings, RunPlan plan, EncodedMixture mixture) {
        this.plan = plan;
        this.schedule = plan.schedule(settings.schedule());
        this.mixture = mixture;
        this.batching = settings.batching();
        this.order = new ExampleOrder(mixture.lengthsTokens(), batching, settings.seed());
    }

    /** What a training session needs to know of a request. */
    public static TrainingSettings trainingSettings(RunRequest request) {
        RunSettings settings = request.settings();
        RunSettings.Optimizer optimizer = settings.optimizer();
        return new TrainingSettings(
                fineTuning(request),
                optimizer,
                settings.seed(),
                settings.compute().bf16() ? Precision.BFLOAT16 : Precision.FLOAT32,
                settings.compute().gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT);
    }

    private static FineTuning fineTuning(RunRequest request) {
        if (request instanceof RunRequest.Lora lora) {
            return new FineTuning.Lora(
                    lora.loraR(),
                    lora.loraAlpha(),
                    lora.useRslora() ? Scaling.ALPHA_OVER_ROOT_OF_RANK : Scaling.ALPHA_OVER_RANK,
                    lora.loraDropout(),
                    lora.loraTargetModules());
        }
        if (request instanceof RunRequest.QkOnly) {
            return new FineTuning.QueryKeyOnly();
        }
        if (request instanceof RunRequest.Full) {
            return new FineTuning.Full();
        }
        throw new IllegalStateException("nothing trains a request of " + request.getClass());
    }

    /**
     * Takes the remaining steps.
     *
     * @return stopped if the watcher ended this attempt, ended early if it ended the run
     * @throws TrainingDiverged when a loss or gradient norm is not finite
     */
    public End train(TrainingSession session, TrainingWatcher watcher) {
        while (session.stepsTaken() < plan.totalSteps()) {
            if (!watcher.continues()) {
                return End.STOPPED;
            }
            if (watcher.endsEarly()) {
                return End.ENDED_EARLY;
            }
            int stepsBefore = session.stepsTaken();
            double learningRate = schedule.at(stepsBefore);
            StepResult result = session.step(microBatches(stepsBefore), learningRate);
            StepRecord step = new StepRecord(
                    stepsBefore + 1, result.lossNats(), learningRate, result.gradientNorm(), result.tokens());
            if (!Double.isFinite(step.lossNats()) || !Double.isFinite(step.gradientNorm())) {
                throw new TrainingDiverged(step);
            }
            watcher.stepTaken(step);
            if (plan.savesAt(step.step())) {
                watcher.checkpointDue(session);
            }
        }
        return End.COMPLETED;
    }

    private List<TokenBatch> microBatches(int stepsBefore) {
        int epochOfStep = stepsBefore / plan.stepsPerEpoch();
        if (epochOfStep != epoch) {
            epochBatches = order.epoch(epochOfStep);
            epoch = epochOfStep;
        }
        int batches = batching.gradientAccumulationSteps();
        int first = stepsBefore % plan.stepsPerEpoch() * batches;
        int end = Math.min(first + batches, epochBatches.size());
        return epochBatches.subList(first, end).stream()
                .map(positions -> mixture.batch(positions, batching))
                .toList();
    }
}
