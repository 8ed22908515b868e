package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.contracts.request.RunRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run request means where it is silent. */
public final class RunDefaults {
    static final String FINETUNING_TYPE = "full";
    static final double LEARNING_RATE = 5e-5;
    static final String LR_SCHEDULER_TYPE = "linear";
    static final double MIN_LR_RATE = 0;
    static final double WARMUP_RATIO = 0;
    static final double WEIGHT_DECAY = 0;
    static final double ADAM_BETA1 = 0.9;
    static final double ADAM_BETA2 = 0.999;
    static final double ADAM_EPSILON = 1e-8;
    static final double MAX_GRAD_NORM = 1;
    static final double NUM_TRAIN_EPOCHS = 3;
    static final int PER_DEVICE_TRAIN_BATCH_SIZE = 8;
    static final int GRADIENT_ACCUMULATION_STEPS = 1;
    static final int MAX_LENGTH = 1024;
    static final boolean GROUP_BY_LENGTH = false;
    static final boolean PACKING = false;
    static final boolean GRADIENT_CHECKPOINTING = false;
    static final boolean BF16 = false;
    static final long SEED = 42;
    static final double SAVE_STEPS = 0.05;
    static final List<Double> SAVE_EARLY_RATIOS = List.of(0.01, 0.02, 0.03);
    static final int SAVE_TOTAL_LIMIT = 0;
    static final int MAX_POSITION_EMBEDDINGS = 2048;
    static final double RMS_NORM_EPS = 1e-5;
    static final double ROPE_THETA = 10_000;
    static final boolean TIE_WORD_EMBEDDINGS = false;
    static final int LORA_R = 8;
    static final double LORA_ALPHA = 16;
    static final double LORA_DROPOUT = 0;
    static final List<String> LORA_TARGET_MODULES = List.of("auto");

    private RunDefaults() {}

    /**
     * Every setting in force by its request name, those that another one beats left out. Read back as a request, it
     * means the same run whatever the defaults are then.
     */
    public static Map<String, Object> effectiveConfig(RunRequest request) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("run_name", request.runName());
        request.modelNameOrPath().ifPresent(name -> config.put("model_name_or_path", name));
        request.modelConfig().ifPresent(shape -> config.put("model_config", modelConfig(shape)));
        config.put("mixture", request.mixture());
        config.put("suites", request.suites().orElse(List.of()));
        String type = request.finetuningType().orElse(FINETUNING_TYPE);
        config.put("finetuning_type", type);
        if (type.equals("lora")) {
            config.put("lora_r", request.loraR().orElse(LORA_R));
            config.put("lora_alpha", request.loraAlpha().orElse(LORA_ALPHA));
            config.put("lora_dropout", request.loraDropout().orElse(LORA_DROPOUT));
            config.put("lora_target_modules", request.loraTargetModules().orElse(LORA_TARGET_MODULES));
        }
        config.put("learning_rate", request.learningRate().orElse(LEARNING_RATE));
        String scheduler = request.lrSchedulerType().orElse(LR_SCHEDULER_TYPE);
        config.put("lr_scheduler_type", scheduler);
        if (scheduler.equals("cosine_with_min_lr")) {
            config.put("min_lr_rate", request.minLrRate().orElse(MIN_LR_RATE));
        }
        putFirst(config, "warmup_steps", request.warmupSteps(), "warmup_ratio", request.warmupRatio(), WARMUP_RATIO);
        config.put("weight_decay", request.weightDecay().orElse(WEIGHT_DECAY));
        config.put("adam_beta1", request.adamBeta1().orElse(ADAM_BETA1));
        config.put("adam_beta2", request.adamBeta2().orElse(ADAM_BETA2));
        config.put("adam_epsilon", request.adamEpsilon().orElse(ADAM_EPSILON));
        config.put("max_grad_norm", request.maxGradNorm().orElse(MAX_GRAD_NORM));
        putFirst(
                config,
                "max_steps",
                request.maxSteps(),
                "num_train_epochs",
                request.numTrainEpochs(),
                NUM_TRAIN_EPOCHS);
        config.put(
                "per_device_train_batch_size", request.perDeviceTrainBatchSize().orElse(PER_DEVICE_TRAIN_BATCH_SIZE));
        config.put(
                "gradient_accumulation_steps",
                request.gradientAccumulationSteps().orElse(GRADIENT_ACCUMULATION_STEPS));
        config.put("max_length", request.maxLength().orElse(MAX_LENGTH));
        config.put("group_by_length", request.groupByLength().orElse(GROUP_BY_LENGTH));
        config.put("packing", request.packing().orElse(PACKING));
        config.put("gradient_checkpointing", request.gradientCheckpointing().orElse(GRADIENT_CHECKPOINTING));
        config.put("seed", request.seed().orElse(SEED));
        config.put("save_steps", request.saveSteps().orElse(SAVE_STEPS));
        config.put("save_early_ratios", request.saveEarlyRatios().orElse(SAVE_EARLY_RATIOS));
        config.put("save_total_limit", request.saveTotalLimit().orElse(SAVE_TOTAL_LIMIT));
        config.put("bf16", request.bf16().orElse(BF16));
        config.put(
                "evaluation",
                request.evaluation().orElse(EvaluationRequest.DEFAULT).effective());
        request.earlyStopping().ifPresent(asked -> config.put("early_stopping", asked.effective()));
        return config;
    }

    private static void putFirst(
            Map<String, Object> config,
            String winner,
            Optional<?> winning,
            String loser,
            Optional<Double> losing,
            double absent) {
        if (winning.isPresent()) {
            config.put(winner, winning.get());
        } else {
            config.put(loser, losing.orElse(absent));
        }
    }

    private static Map<String, Object> modelConfig(ModelShape shape) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", shape.modelType());
        config.put("hidden_size", shape.hiddenSize());
        config.put("intermediate_size", shape.intermediateSize());
        config.put("num_hidden_layers", shape.numHiddenLayers());
        config.put("num_attention_heads", shape.numAttentionHeads());
        config.put("num_key_value_heads", shape.numKeyValueHeads().orElse(shape.numAttentionHeads()));
        config.put("max_position_embeddings", shape.maxPositionEmbeddings().orElse(MAX_POSITION_EMBEDDINGS));
        config.put("rms_norm_eps", shape.rmsNormEps().orElse(RMS_NORM_EPS));
        config.put("rope_theta", shape.ropeTheta().orElse(ROPE_THETA));
        config.put("tie_word_embeddings", shape.tieWordEmbeddings().orElse(TIE_WORD_EMBEDDINGS));
        return config;
    }
}
