package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of a {@link RunRequest} that every {@code finetuning_type} has. In JSON the fields of the groups are fields
 * of the request, so that no group may have the name of a field.
 *
 * @param runName the run's id and its label in metrics are made from it
 * @param modelNameOrPath where the weights come from; exactly one of this and {@code modelConfig}
 * @param modelConfig the shape of a fresh model
 * @param mixture the mixture's id
 * @param suites ids of the suites that every checkpoint is evaluated on
 * @param seed of the fresh weights or adapter, of the order of examples and of dropout
 * @param evaluation how every checkpoint is evaluated
 * @param earlyStopping the live warning that ends the run; empty if none does
 */
public record RunSettings(
        String runName,
        Optional<String> modelNameOrPath,
        Optional<ModelShape> modelConfig,
        String mixture,
        List<String> suites,
        @JsonUnwrapped Schedule schedule,
        @JsonUnwrapped Optimizer optimizer,
        @JsonUnwrapped Length length,
        @JsonUnwrapped Batching batching,
        @JsonUnwrapped Compute compute,
        long seed,
        @JsonUnwrapped Checkpoints checkpoints,
        EvaluationRequest evaluation,
        Optional<EarlyStoppingRequest> earlyStopping) {

    public RunSettings {
        suites = List.copyOf(suites);
        evaluation = evaluation.effective();
    }

    /**
     * How the learning rate moves. A lowest rate belongs to one schedule alone. Warm-up steps above 0 replace the ratio;
     * 0 of them are as none, as in {@code TrainingArguments.get_warmup_steps} of transformers 4.48.
     */
    public record Schedule(
            double learningRate,
            String lrSchedulerType,
            Optional<Double> minLrRate,
            Optional<Double> warmupRatio,
            Optional<Integer> warmupSteps) {
        /** The one schedule with a lowest rate. */
        public static final String COSINE_WITH_MIN_LR = "cosine_with_min_lr";

        public Schedule {
            if (!lrSchedulerType.equals(COSINE_WITH_MIN_LR)) {
                minLrRate = Optional.empty();
            }
            warmupSteps = warmupSteps.filter(steps -> steps > 0);
            if (warmupSteps.isPresent()) {
                warmupRatio = Optional.empty();
            }
        }
    }

    /** AdamW with decoupled decay, and the limit of the gradients' global L2 norm; 0 for no clipping. */
    public record Optimizer(
            double weightDecay, double adamBeta1, double adamBeta2, double adamEpsilon, double maxGradNorm) {
        /** @throws IllegalArgumentException naming all faults */
        public Optimizer {
            List<String> faults = new ArrayList<>();
            inUnit(faults, "weight_decay", weightDecay);
            inUnit(faults, "adam_beta1", adamBeta1);
            inUnit(faults, "adam_beta2", adamBeta2);
            if (!(adamEpsilon > 0 && adamEpsilon < 1)) {
                faults.add("adam_epsilon " + adamEpsilon + " is outside (0, 1)");
            }
            if (!(maxGradNorm >= 0 && Double.isFinite(maxGradNorm))) {
                faults.add("max_grad_norm " + maxGradNorm + " is not a finite number of at least 0");
            }
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
        }

        private static void inUnit(List<String> faults, String name, double number) {
            if (!(number >= 0 && number < 1)) {
                faults.add(name + " " + number + " is outside [0, 1)");
            }
        }
    }

    /** How long the run trains. Steps above 0 replace the epochs; 0 or -1 is as none, as in Hugging Face's Trainer. */
    public record Length(Optional<Double> numTrainEpochs, Optional<Integer> maxSteps) {
        public Length {
            maxSteps = maxSteps.filter(steps -> steps > 0);
            if (maxSteps.isPresent()) {
                numTrainEpochs = Optional.empty();
            }
        }
    }

    /** How examples are put together. */
    public record Batching(
            int perDeviceTrainBatchSize,
            int gradientAccumulationSteps,
            int maxLength,
            boolean groupByLength,
            boolean packing) {
        public Batching {
            if (perDeviceTrainBatchSize < 1 || gradientAccumulationSteps < 1 || maxLength < 2) {
                throw new IllegalArgumentException("per_device_train_batch_size " + perDeviceTrainBatchSize
                        + ", gradient_accumulation_steps " + gradientAccumulationSteps + ", max_length " + maxLength
                        + ": at least 1, 1 and 2 are needed");
            }
        }

        /** Examples in one optimizer step. */
        public int examplesPerStep() {
            return Math.multiplyExact(perDeviceTrainBatchSize, gradientAccumulationSteps);
        }
    }

    /** What saves memory or time. */
    public record Compute(boolean gradientCheckpointing, boolean bf16) {}

    /** When weights are saved. A total limit of 0 keeps the files of all checkpoints, and -1 is stored as 0. */
    public record Checkpoints(double saveSteps, List<Double> saveEarlyRatios, int saveTotalLimit) {
        public Checkpoints {
            if (!(saveSteps > 0 && Double.isFinite(saveSteps))) {
                throw new IllegalArgumentException("save_steps " + saveSteps + " is not above 0");
            }
            if (saveTotalLimit < -1) {
                throw new IllegalArgumentException("save_total_limit " + saveTotalLimit
                        + " is below -1; send 0 or -1 to keep the files of all checkpoints");
            }
            saveTotalLimit = Math.max(0, saveTotalLimit);
            saveEarlyRatios = List.copyOf(saveEarlyRatios);
        }
    }

    /** The suites that must be ready before the run starts: those of its evaluation and those of few-shot examples. */
    public List<String> neededSuites() {
        return Stream.concat(suites.stream(), evaluation.fewShotSuiteIds().stream())
                .distinct()
                .toList();
    }
}
