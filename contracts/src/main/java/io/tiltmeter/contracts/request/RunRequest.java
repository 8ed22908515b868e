package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/runs}, in the names of Hugging Face's {@code TrainingArguments} and TRL. What is absent has the
 * default that the answer's effective config shows.
 *
 * @param runName short name; the run's id and its label in metrics are made from it
 * @param modelNameOrPath {@code run:<run id>} for the last checkpoint of another run, or a Hugging Face folder below
 *     the trainer's model directory; absent for a fresh model
 * @param modelConfig the fresh model's shape; exactly one of this and {@code modelNameOrPath}
 * @param mixture the mixture's id; it may still be being built
 * @param suites the suites' ids that every checkpoint is evaluated on; may be empty
 * @param finetuningType {@code full}, {@code lora} or {@code qk_only}
 * @param learningRate peak learning rate, in (0, 0.1]
 * @param lrSchedulerType {@code linear}, {@code cosine}, {@code cosine_with_min_lr}, {@code constant} or
 *     {@code constant_with_warmup}
 * @param minLrRate final share of the peak, for {@code cosine_with_min_lr}
 * @param warmupRatio share of the steps spent warming up
 * @param warmupSteps steps spent warming up; beats the ratio
 * @param weightDecay decoupled, on matrices and the embedding
 * @param adamBeta1 AdamW
 * @param adamBeta2 AdamW
 * @param adamEpsilon AdamW
 * @param maxGradNorm gradients are scaled down to this global norm
 * @param numTrainEpochs passes over the mixture
 * @param maxSteps optimizer steps; beats the epochs
 * @param perDeviceTrainBatchSize examples in one batch, packed or not
 * @param gradientAccumulationSteps batches in one optimizer step
 * @param maxLength longest example, in tokens
 * @param groupByLength batches of examples of like length
 * @param packing whether the examples of a batch share rows of {@code maxLength} tokens; each still sees only itself
 * @param gradientCheckpointing whether layers are computed a second time instead of kept in memory
 * @param seed of the fresh weights or adapter, of the order of examples and of dropout
 * @param saveSteps a checkpoint every so many steps, or, below 1, every such share of the run
 * @param saveEarlyRatios shares of the run at which early checkpoints are saved besides
 * @param saveTotalLimit how many checkpoints keep their files; 0 keeps all
 * @param loraR rank of the adapters
 * @param loraAlpha scale of the adapters, before it is divided by the rank
 * @param loraDropout share of an adapter's input that training leaves out
 * @param loraTargetModules which linear layers carry adapters: their names, or {@code auto} or {@code all-linear}
 * @param bf16 whether matrices are multiplied in bfloat16; what is trained stays float32
 * @param evaluation how every checkpoint is evaluated
 * @param earlyStopping stop at the live warning; absent to take all the steps
 */
public record RunRequest(
        String runName,
        Optional<String> modelNameOrPath,
        Optional<ModelShape> modelConfig,
        String mixture,
        Optional<List<String>> suites,
        Optional<String> finetuningType,
        Optional<Double> learningRate,
        Optional<String> lrSchedulerType,
        Optional<Double> minLrRate,
        Optional<Double> warmupRatio,
        Optional<Integer> warmupSteps,
        Optional<Double> weightDecay,
        Optional<Double> adamBeta1,
        Optional<Double> adamBeta2,
        Optional<Double> adamEpsilon,
        Optional<Double> maxGradNorm,
        Optional<Double> numTrainEpochs,
        Optional<Integer> maxSteps,
        Optional<Integer> perDeviceTrainBatchSize,
        Optional<Integer> gradientAccumulationSteps,
        Optional<Integer> maxLength,
        Optional<Boolean> groupByLength,
        Optional<Boolean> packing,
        Optional<Boolean> gradientCheckpointing,
        Optional<Long> seed,
        Optional<Double> saveSteps,
        Optional<List<Double>> saveEarlyRatios,
        Optional<Integer> saveTotalLimit,
        Optional<Integer> loraR,
        Optional<Double> loraAlpha,
        Optional<Double> loraDropout,
        Optional<List<String>> loraTargetModules,
        Optional<Boolean> bf16,
        Optional<EvaluationRequest> evaluation,
        Optional<EarlyStoppingRequest> earlyStopping) {}
