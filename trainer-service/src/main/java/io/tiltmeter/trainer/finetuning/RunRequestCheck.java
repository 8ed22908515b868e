package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.training.FineTuning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the request's JSON Schema cannot say: how its fields fit together, and whether what it names is known. Every
 * fault is found in one pass. Types and the range of each number by itself are the schema's.
 */
public final class RunRequestCheck {
    private static final int NAMES_LISTED = 20;
    private static final int MAX_EXAMPLES_PER_STEP = 1 << 20;

    private final RunRequest request;
    private final List<Fault> faults = new ArrayList<>();

    private RunRequestCheck(RunRequest request) {
        this.request = request;
    }

    /** Faults of the request by itself; none if it can be planned. */
    public static List<Fault> faults(RunRequest request) {
        RunRequestCheck check = new RunRequestCheck(request);
        check.startingPoint();
        request.modelConfig().ifPresent(check::shape);
        check.finetuning();
        check.rate();
        check.batches();
        check.checkpoints();
        check.suites();
        request.earlyStopping()
                .ifPresent(asked -> check.faults.addAll(
                        asked.faults("early_stopping", request.suites().orElse(List.of()))));
        request.evaluation().ifPresent(evaluation -> check.faults.addAll(evaluation.faults("evaluation")));
        return List.copyOf(check.faults);
    }

    /** Names that no event has named, each with those that are known. */
    public static List<Fault> unknownNames(RunRequest request, KnownInputs known) {
        RunRequestCheck check = new RunRequestCheck(request);
        check.known("mixture", "mixture", request.mixture(), known.mixtures(), "POST it to the dataset-service first");
        List<String> suites = request.suites().orElse(List.of());
        for (int i = 0; i < suites.size(); i++) {
            check.known(
                    "suites[" + i + "]",
                    "suite",
                    suites.get(i),
                    known.suites(),
                    "POST it to the dataset-service first");
        }
        request.evaluation()
                .flatMap(EvaluationRequest::fewshotSuites)
                .orElse(Map.of())
                .forEach((task, suite) -> check.known(
                        "evaluation.fewshot_suites." + task,
                        "suite",
                        suite,
                        known.suites(),
                        "POST it to the dataset-service first"));
        if (hasOneStartingPoint(request)) {
            StartingPoint start = StartingPoint.of(request);
            if (start instanceof StartingPoint.LastCheckpoint base) {
                check.known("model_name_or_path", "run", base.runId(), known.runs(), "POST the base run first");
                check.wholeModel(base.runId(), known);
            } else if (start instanceof StartingPoint.ModelFolder folder && ArtifactRef.isPlainPath(folder.path())) {
                check.known(
                        "model_name_or_path",
                        "model folder",
                        folder.path(),
                        known.modelFolders(),
                        "put config.json, model.safetensors or its shards, and tokenizer.json into a folder of that"
                                + " name below the models directory, or name a run as run:<run id>");
                if (known.modelFolders().contains(folder.path())) {
                    check.model(folder.path(), known);
                }
            }
        }
        return List.copyOf(check.faults);
    }

    private void wholeModel(String runId, KnownInputs known) {
        if (known.adapterRuns().contains(runId)) {
            fault(
                    "model_name_or_path",
                    StartingPoint.RUN_PREFIX + runId,
                    "a run that saves whole models, and run " + runId + " saves adapters",
                    "name the model or run that its adapters stand beside, or a run with finetuning_type full or qk_only");
        }
    }

    private void model(String folder, KnownInputs known) {
        try {
            if (request.finetuningType().orElse(RunDefaults.FINETUNING_TYPE).equals("lora")) {
                modules(known.config(folder));
            } else {
                known.config(folder);
            }
        } catch (UnsupportedModelException e) {
            fault(
                    "model_name_or_path",
                    folder,
                    "a model that is supported: " + String.join("; ", e.faults()),
                    "use a " + Family.titles() + " model as Hugging Face saves it");
        }
    }

    private void modules(ModelConfig config) {
        Set<String> has = new TreeSet<>(List.of(FineTuning.Lora.AUTO, FineTuning.Lora.ALL_LINEAR));
        WeightLayout.of(config).stream()
                .filter(weight -> weight.role().isProjection())
                .forEach(weight ->
                        has.add(weight.module().substring(weight.module().lastIndexOf('.') + 1)));
        List<String> unknown = request.loraTargetModules().orElse(RunDefaults.LORA_TARGET_MODULES).stream()
                .filter(name -> !has.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            fault(
                    "lora_target_modules",
                    unknown,
                    "of a " + config.family().modelType() + " model: " + String.join(", ", has),
                    "send some of these");
        }
    }

    private static boolean hasOneStartingPoint(RunRequest request) {
        return request.modelNameOrPath().isPresent() != request.modelConfig().isPresent();
    }

    private void startingPoint() {
        if (!hasOneStartingPoint(request)) {
            boolean both = request.modelConfig().isPresent();
            fault(
                    "model_name_or_path",
                    both ? request.modelNameOrPath().orElse("") : "",
                    "exactly one of model_name_or_path and model_config",
                    both
                            ? "leave out model_config to train on that model, or model_name_or_path for a fresh one"
                            : "send run:<run id> or a model folder, or a model_config for a fresh model");
            return;
        }
        if (StartingPoint.of(request) instanceof StartingPoint.ModelFolder folder
                && !ArtifactRef.isPlainPath(folder.path())) {
            fault(
                    "model_name_or_path",
                    folder.path(),
                    "run:<run id>, or a relative path of letters, digits, '.', '_' and '-' below the models directory",
                    "put the folder below the trainer's models directory and send its name");
        }
    }

    private void shape(ModelShape shape) {
        int heads = shape.numAttentionHeads();
        if (heads > 0 && (shape.hiddenSize() % heads != 0 || shape.hiddenSize() / heads % 2 != 0)) {
            fault(
                    "model_config.num_attention_heads",
                    heads,
                    "hidden_size " + shape.hiddenSize() + " over the heads is a whole, even number",
                    "choose a hidden_size that is an even multiple of num_attention_heads");
        }
        int keyValueHeads = shape.numKeyValueHeads().orElse(heads);
        if (keyValueHeads > 0 && heads % keyValueHeads != 0) {
            fault(
                    "model_config.num_key_value_heads",
                    keyValueHeads,
                    "a divisor of num_attention_heads " + heads,
                    "leave it out for as many as query heads");
        }
        int positions = shape.maxPositionEmbeddings().orElse(RunDefaults.MAX_POSITION_EMBEDDINGS);
        request.maxLength()
                .filter(length -> length > positions)
                .ifPresent(length -> fault(
                        "max_length",
                        length,
                        "at most max_position_embeddings " + positions,
                        "shorten max_length or widen the model"));
    }

    private void finetuning() {
        String type = request.finetuningType().orElse(RunDefaults.FINETUNING_TYPE);
        if (!type.equals("lora")) {
            String limit = "only for finetuning_type lora, and this is " + type;
            String remedy = "leave it out, or set finetuning_type to lora";
            request.loraR().ifPresent(value -> fault("lora_r", value, limit, remedy));
            request.loraAlpha().ifPresent(value -> fault("lora_alpha", value, limit, remedy));
            request.loraDropout().ifPresent(value -> fault("lora_dropout", value, limit, remedy));
            request.loraTargetModules().ifPresent(value -> fault("lora_target_modules", value, limit, remedy));
            return;
        }
        if (request.modelConfig().isPresent()) {
            fault(
                    "finetuning_type",
                    type,
                    "full or qk_only with model_config: an adapter stands beside weights that were trained before",
                    "name those weights by model_name_or_path, or use full");
        }
        List<String> modules = request.loraTargetModules().orElse(RunDefaults.LORA_TARGET_MODULES);
        boolean hasRule = modules.contains(FineTuning.Lora.AUTO) || modules.contains(FineTuning.Lora.ALL_LINEAR);
        if (modules.size() > 1 && hasRule) {
            fault(
                    "lora_target_modules",
                    modules,
                    "names of linear layers, or " + FineTuning.Lora.AUTO + " alone, or " + FineTuning.Lora.ALL_LINEAR
                            + " alone",
                    "send the rule without names, or the names without a rule");
        }
    }

    private void rate() {
        String scheduler = request.lrSchedulerType().orElse(RunDefaults.LR_SCHEDULER_TYPE);
        if (request.minLrRate().isPresent() && !scheduler.equals("cosine_with_min_lr")) {
            fault(
                    "min_lr_rate",
                    request.minLrRate().get(),
                    "only for lr_scheduler_type cosine_with_min_lr, and this is " + scheduler,
                    "leave it out, or set lr_scheduler_type to cosine_with_min_lr");
        }
        boolean warmsUp = request.warmupSteps().orElse(0) > 0
                || request.warmupSteps().isEmpty() && request.warmupRatio().orElse(0.0) > 0;
        if (scheduler.equals("constant") && warmsUp) {
            fault(
                    request.warmupSteps().isPresent() ? "warmup_steps" : "warmup_ratio",
                    request.warmupSteps()
                            .map(Object::toString)
                            .orElseGet(() -> "" + request.warmupRatio().get()),
                    "0 for lr_scheduler_type constant, which has no warm-up",
                    "set lr_scheduler_type to constant_with_warmup");
        }
        if (request.maxSteps().isPresent()
                && request.warmupSteps().orElse(0) > request.maxSteps().get()) {
            fault(
                    "warmup_steps",
                    request.warmupSteps().get(),
                    "at most max_steps " + request.maxSteps().get(),
                    "send fewer, or a warmup_ratio");
        }
    }

    private void batches() {
        long examples = (long) request.perDeviceTrainBatchSize().orElse(RunDefaults.PER_DEVICE_TRAIN_BATCH_SIZE)
                * request.gradientAccumulationSteps().orElse(RunDefaults.GRADIENT_ACCUMULATION_STEPS);
        if (examples > MAX_EXAMPLES_PER_STEP) {
            fault(
                    "per_device_train_batch_size",
                    examples,
                    "at most " + MAX_EXAMPLES_PER_STEP + " examples in a step, accumulation included",
                    "lower it or gradient_accumulation_steps");
        }
    }

    private void checkpoints() {
        double saveSteps = request.saveSteps().orElse(RunDefaults.SAVE_STEPS);
        if (saveSteps >= 1 && saveSteps != Math.rint(saveSteps)) {
            fault(
                    "save_steps",
                    saveSteps,
                    "a whole number of steps, or a share of the run below 1",
                    "send " + Math.round(saveSteps));
        }
    }

    private void suites() {
        Set<String> seen = new HashSet<>();
        List<String> suites = request.suites().orElse(List.of());
        for (int i = 0; i < suites.size(); i++) {
            if (!seen.add(suites.get(i))) {
                fault("suites[" + i + "]", suites.get(i), "each suite once", "leave out the second");
            }
        }
    }

    private void known(String field, String what, String name, List<String> known, String remedy) {
        if (known.contains(name)) {
            return;
        }
        String more = known.size() > NAMES_LISTED ? " and " + (known.size() - NAMES_LISTED) + " more" : "";
        String list = known.isEmpty()
                ? "none is known yet"
                : "known: " + String.join(", ", known.subList(0, Math.min(NAMES_LISTED, known.size()))) + more;
        fault(field, name, "the name of a known " + what + " (" + list + ")", remedy);
    }

    private void fault(String field, Object value, String limit, String remedy) {
        faults.add(new Fault(field, value.toString(), limit, remedy));
    }
}
