package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.EarlyStoppingRequest;
import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A run request with every default filled in. The defaults are those of Hugging Face's {@code TrainingArguments} and of
 * TRL's {@code SFTConfig}, but for the checkpoints, which are what Tiltmeter is about: a twentieth of the run apart,
 * and denser early on.
 *
 * @param runName the short name asked for
 * @param start the weights it begins with
 * @param mixture the mixture's id
 * @param suites the suites' ids
 * @param training what moves the weights, and the seed
 * @param rate how the learning rate moves
 * @param length how long it trains
 * @param batching how examples are put together
 * @param checkpoints when weights are saved
 * @param evaluation how they are evaluated
 * @param earlyStopping the warning that ends it early; empty if none does
 */
public record RunSettings(
        String runName,
        StartingPoint start,
        String mixture,
        List<String> suites,
        TrainingSettings training,
        RateRule rate,
        RunLength length,
        Batching batching,
        CheckpointSchedule checkpoints,
        EvaluationRequest evaluation,
        Optional<EarlyStoppingRequest> earlyStopping) {

    public RunSettings {
        suites = List.copyOf(suites);
    }

    /** @throws IllegalArgumentException where {@link RunRequestCheck} finds faults */
    public static RunSettings of(RunRequest request) {
        TrainingSettings training = new TrainingSettings(
                fineTuning(request),
                request.adamBeta1().orElse(RunDefaults.ADAM_BETA1),
                request.adamBeta2().orElse(RunDefaults.ADAM_BETA2),
                request.adamEpsilon().orElse(RunDefaults.ADAM_EPSILON),
                request.weightDecay().orElse(RunDefaults.WEIGHT_DECAY),
                request.maxGradNorm().orElse(RunDefaults.MAX_GRAD_NORM),
                request.seed().orElse(RunDefaults.SEED),
                request.bf16().orElse(RunDefaults.BF16) ? Precision.BFLOAT16 : Precision.FLOAT32,
                request.gradientCheckpointing().orElse(RunDefaults.GRADIENT_CHECKPOINTING)
                        ? Activations.RECOMPUTED
                        : Activations.KEPT);
        RateRule rate = new RateRule(
                request.learningRate().orElse(RunDefaults.LEARNING_RATE),
                request.lrSchedulerType().orElse(RunDefaults.LR_SCHEDULER_TYPE),
                request.minLrRate().orElse(RunDefaults.MIN_LR_RATE),
                request.warmupRatio().orElse(RunDefaults.WARMUP_RATIO),
                request.warmupSteps().map(OptionalInt::of).orElse(OptionalInt.empty()));
        RunLength length = request.maxSteps().isPresent()
                ? new RunLength.Steps(request.maxSteps().get())
                : new RunLength.Epochs(request.numTrainEpochs().orElse(RunDefaults.NUM_TRAIN_EPOCHS));
        Batching batching = new Batching(
                request.perDeviceTrainBatchSize().orElse(RunDefaults.PER_DEVICE_TRAIN_BATCH_SIZE),
                request.gradientAccumulationSteps().orElse(RunDefaults.GRADIENT_ACCUMULATION_STEPS),
                request.maxLength().orElse(RunDefaults.MAX_LENGTH),
                request.groupByLength().orElse(RunDefaults.GROUP_BY_LENGTH)
                        ? Batching.Grouping.BY_LENGTH
                        : Batching.Grouping.SHUFFLED,
                request.packing().orElse(RunDefaults.PACKING) ? Batching.Rows.PACKED : Batching.Rows.ONE_EXAMPLE);
        CheckpointSchedule checkpoints = new CheckpointSchedule(
                request.saveSteps().orElse(RunDefaults.SAVE_STEPS),
                request.saveEarlyRatios().orElse(RunDefaults.SAVE_EARLY_RATIOS),
                request.saveTotalLimit().orElse(RunDefaults.SAVE_TOTAL_LIMIT));
        return new RunSettings(
                request.runName(),
                StartingPoint.of(request),
                request.mixture(),
                request.suites().orElse(List.of()),
                training,
                rate,
                length,
                batching,
                checkpoints,
                request.evaluation().orElse(EvaluationRequest.DEFAULT).effective(),
                request.earlyStopping().map(EarlyStoppingRequest::effective));
    }

    /** The suites that must be there before the run starts: those asked, and those that lend solved examples. */
    public List<String> neededSuites() {
        return Stream.concat(suites.stream(), evaluation.fewShotSuiteIds().stream())
                .distinct()
                .toList();
    }

    /** Whether checkpoints are adapters, beside a base that stays. */
    public boolean trainsAdapter() {
        return training.fineTuning() instanceof FineTuning.Lora;
    }

    private static FineTuning fineTuning(RunRequest request) {
        String type = request.finetuningType().orElse(RunDefaults.FINETUNING_TYPE);
        return switch (type) {
            case "full" -> new FineTuning.Full();
            case "qk_only" -> new FineTuning.QueryKeyOnly();
            case "lora" ->
                new FineTuning.Lora(
                        request.loraR().orElse(RunDefaults.LORA_R),
                        request.loraAlpha().orElse(RunDefaults.LORA_ALPHA),
                        request.loraDropout().orElse(RunDefaults.LORA_DROPOUT),
                        request.loraTargetModules().orElse(RunDefaults.LORA_TARGET_MODULES));
            default ->
                throw new IllegalArgumentException(
                        "finetuning_type '" + type + "' is unknown; known: full, lora, qk_only");
        };
    }
}
