package io.tiltmeter.quickstart.study;

import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bodies of the study's requests: the recipe of docs/lab.md in the services' words. */
final class StudyRequests {
    static final List<String> SUITE_RECIPES =
            List.of("lab_conflict", "lab_closed_book", "lab_open_book", "lab_consistent_context");

    private static final int PRETRAINING_STEPS = 1800;
    private static final int PRETRAINING_BATCH = 48;
    private static final int SMALL_PRETRAINING_STEPS = 60;
    private static final int EXAMPLES = 8000;
    private static final int SMALL_EXAMPLES = 576;
    /** Checkpoints of the base serve only to resume after a crash. */
    private static final int BASE_CHECKPOINTS = 6;

    private static final double FULL_RATE = 1e-3;
    /** Ten times the rate of all weights. Half and twice of it gave like curves on seed 31; twice of it did not on 41. */
    private static final double LORA_RATE = 1e-2;

    private static final double QK_ONLY_RATE = 3.3e-3;

    private final StudyPlan plan;

    StudyRequests(StudyPlan plan) {
        this.plan = plan;
    }

    Map<String, Object> pretrainingMixture() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mixture_id", plan.pretrainingMixtureId());
        body.put("recipe", "lab_pretraining");
        body.put("seed", plan.seed());
        body.put("document_count", pretrainingSteps() * PRETRAINING_BATCH);
        return body;
    }

    Map<String, Object> instructionMixture() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mixture_id", plan.instructionMixtureId());
        body.put("recipe", "lab_instruction");
        body.put("seed", plan.seed());
        body.put("example_count", plan.scale() == Scale.WHOLE ? EXAMPLES : SMALL_EXAMPLES);
        if (plan.mixture() == Mixture.CONTEXT_CRITICAL) {
            body.put("context_critical_share", 1.0);
            body.put("non_context_critical_share", 0.0);
            body.put("subject_critical_share", 0.0);
        }
        return body;
    }

    Map<String, Object> suite(String recipe) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("suite_id", plan.suiteId(recipe));
        body.put("recipe", recipe);
        body.put("seed", plan.seed());
        return body;
    }

    Map<String, Object> baseRun() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("model_type", "llama");
        shape.put("hidden_size", 128);
        shape.put("intermediate_size", 256);
        shape.put("num_hidden_layers", 2);
        shape.put("num_attention_heads", 8);
        shape.put("tie_word_embeddings", true);

        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_name", plan.baseRunName());
        body.put("model_config", shape);
        body.put("mixture", plan.pretrainingMixtureId());
        body.put("suites", List.of());
        body.put("learning_rate", 4e-3);
        body.put("lr_scheduler_type", "cosine_with_min_lr");
        body.put("min_lr_rate", 0.1);
        body.put("warmup_steps", plan.scale() == Scale.WHOLE ? 50 : 10);
        body.put("weight_decay", 0.05);
        body.put("adam_beta2", 0.98);
        body.put("max_grad_norm", 1.0);
        body.put("max_steps", pretrainingSteps());
        body.put("per_device_train_batch_size", PRETRAINING_BATCH);
        body.put("group_by_length", true);
        body.put("save_steps", pretrainingSteps() / BASE_CHECKPOINTS);
        body.put("seed", plan.seed());
        return body;
    }

    /**
     * @param baseRunId whose last checkpoint is finetuned
     */
    Map<String, Object> finetuningRun(String baseRunId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_name", plan.runName());
        body.put("model_name_or_path", "run:" + baseRunId);
        body.put("mixture", plan.instructionMixtureId());
        body.put("suites", SUITE_RECIPES.stream().map(plan::suiteId).toList());
        switch (plan.mode()) {
            case LORA -> {
                body.put("finetuning_type", "lora");
                body.put("lora_r", 8);
                body.put("lora_alpha", 16.0);
                body.put("learning_rate", LORA_RATE);
            }
            case QK_ONLY -> {
                body.put("finetuning_type", "qk_only");
                body.put("learning_rate", QK_ONLY_RATE);
            }
            default -> {
                body.put("finetuning_type", "full");
                body.put("learning_rate", FULL_RATE);
            }
        }
        body.put("lr_scheduler_type", "cosine");
        body.put("warmup_ratio", 0.05);
        body.put("weight_decay", 0.0);
        body.put("adam_beta2", 0.98);
        body.put("max_grad_norm", 1.0);
        body.put("num_train_epochs", 1.0);
        body.put("per_device_train_batch_size", 32);
        body.put("save_steps", 1.0 / 18);
        body.put("save_early_ratios", List.of(0.01, 0.02, 0.03));
        body.put("seed", plan.seed());
        return body;
    }

    private int pretrainingSteps() {
        return plan.scale() == Scale.WHOLE ? PRETRAINING_STEPS : SMALL_PRETRAINING_STEPS;
    }
}
