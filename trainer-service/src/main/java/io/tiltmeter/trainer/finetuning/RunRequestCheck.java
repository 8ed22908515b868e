package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.training.FineTuning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Checks what the request's JSON Schema cannot: how its fields fit together, and whether it has a model to start from. Every
 * fault is found in one pass. Types and the range of each number by itself are the schema's.
 */
public final class RunRequestCheck {
    private static final int NAMES_LISTED = 20;
    private static final int MAX_EXAMPLES_PER_STEP = 1 << 20;

    private final RunRequest request;
    private final RunSettings settings;
    private final List<Fault> faults = new ArrayList<>();

    private RunRequestCheck(RunRequest request) {
        this.request = request;
        this.settings = request.settings();
    }

    /**
     * Faults of the request by itself; none if it can be planned.
     *
     * @param sent the fields that the request sends, as text; the others have their defaults
     */
    public static List<Fault> faults(RunRequest request, Map<String, String> sent) {
        RunRequestCheck check = new RunRequestCheck(request);
        check.startingPoint();
        check.settings.modelConfig().ifPresent(shape -> check.shape(shape, sent));
        check.finetuning();
        check.rate(sent);
        check.batches();
        check.faults.addAll(CheckpointSchedule.faults(check.settings));
        check.suites();
        check.settings
                .earlyStopping()
                .ifPresent(rule -> check.faults.addAll(rule.faults("early_stopping", check.settings.suites())));
        check.faults.addAll(check.settings.evaluation().faults("evaluation"));
        return List.copyOf(check.faults);
    }

    /**
     * Faults of the starting point that no later event mends: a model folder that is not there or cannot be trained, and a run of
     * adapters. Mixtures, suites and runs that nobody has announced yet are no faults: the run waits for them.
     */
    public static List<Fault> startingPointFaults(RunRequest request, KnownInputs known) {
        RunRequestCheck check = new RunRequestCheck(request);
        if (check.hasOneStartingPoint()) {
            StartingPoint start = StartingPoint.of(check.settings);
            if (start instanceof StartingPoint.LastCheckpoint base) {
                check.wholeModel(base.runId(), known);
            } else if (start instanceof StartingPoint.ModelFolder folder && ArtifactRef.isPlainPath(folder.path())) {
                check.model(folder.path(), known);
            }
        }
        return List.copyOf(check.faults);
    }

    /**
     * Refuses a run that would wait for itself: it may start from a run that comes later, and that one could start from it.
     *
     * @param id of the new run
     * @param runs the settings of each run that is there
     * @throws InvalidRequest with the runs between
     */
    public static void refuseToWaitForItself(
            String id, RunSettings settings, Function<String, Optional<RunSettings>> runs) {
        List<String> chain = new ArrayList<>(List.of(id));
        Optional<RunSettings> next = Optional.of(settings);
        while (next.isPresent() && StartingPoint.of(next.get()) instanceof StartingPoint.LastCheckpoint base) {
            chain.add(base.runId());
            if (base.runId().equals(id)) {
                throw new InvalidRequest(List.of(new Fault(
                        "model_name_or_path",
                        settings.modelNameOrPath().orElse(""),
                        "a run that does not wait for this one (" + String.join(" starts from ", chain) + ")",
                        "name another run or a model folder, or send another run_name")));
            }
            next = runs.apply(base.runId());
        }
    }

    private void wholeModel(String runId, KnownInputs known) {
        if (known.adapterRuns().contains(runId)) {
            fault(
                    "model_name_or_path",
                    StartingPoint.RUN_PREFIX + runId,
                    "a run that saves whole models, and run " + runId + " saves adapters",
                    "name the model or run that its adapters belong to, or a run with finetuning_type full or qk_only");
        }
    }

    private void model(String folder, KnownInputs known) {
        List<String> folders = known.modelFolders();
        if (!folders.contains(folder)) {
            String more = folders.size() > NAMES_LISTED ? " and " + (folders.size() - NAMES_LISTED) + " more" : "";
            String list = folders.isEmpty()
                    ? "none is there yet"
                    : "known: " + String.join(", ", folders.subList(0, Math.min(NAMES_LISTED, folders.size()))) + more;
            fault(
                    "model_name_or_path",
                    folder,
                    "the name of a known model folder (" + list + ")",
                    "put config.json, model.safetensors or its shards, and tokenizer.json into a folder of that"
                            + " name below the models directory, or name a run as run:<run id>");
            return;
        }
        try {
            ModelConfig config = known.config().apply(folder);
            if (request instanceof RunRequest.Lora lora) {
                modules(lora, config);
            }
        } catch (UnsupportedModelException e) {
            fault(
                    "model_name_or_path",
                    folder,
                    "a model that is supported: " + String.join("; ", e.faults()),
                    "mend the folder, or use another " + Family.titles() + " model as Hugging Face saves it");
        }
    }

    private void modules(RunRequest.Lora lora, ModelConfig config) {
        Set<String> has = new TreeSet<>(List.of(FineTuning.Lora.AUTO, FineTuning.Lora.ALL_LINEAR));
        WeightLayout.of(config).stream()
                .filter(weight -> weight.role().isProjection())
                .forEach(weight ->
                        has.add(weight.module().substring(weight.module().lastIndexOf('.') + 1)));
        List<String> unknown = lora.loraTargetModules().stream()
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

    private boolean hasOneStartingPoint() {
        return settings.modelNameOrPath().isPresent() != settings.modelConfig().isPresent();
    }

    private void startingPoint() {
        if (!hasOneStartingPoint()) {
            boolean both = settings.modelConfig().isPresent();
            fault(
                    "model_name_or_path",
                    both ? settings.modelNameOrPath().orElse("") : "",
                    "exactly one of model_name_or_path and model_config",
                    both
                            ? "leave out model_config to train on that model, or model_name_or_path for a fresh one"
                            : "send run:<run id> or a model folder, or a model_config for a fresh model");
            return;
        }
        if (StartingPoint.of(settings) instanceof StartingPoint.ModelFolder folder
                && !ArtifactRef.isPlainPath(folder.path())) {
            fault(
                    "model_name_or_path",
                    folder.path(),
                    "run:<run id>, or a relative path of letters, digits, '.', '_' and '-' below the models directory",
                    "put the folder below the trainer's models directory and send its name");
        }
    }

    private void shape(ModelShape shape, Map<String, String> sent) {
        int heads = shape.numAttentionHeads();
        if (heads > 0 && (shape.hiddenSize() % heads != 0 || shape.hiddenSize() / heads % 2 != 0)) {
            fault(
                    "model_config.num_attention_heads",
                    heads,
                    "hidden_size " + shape.hiddenSize() + " over the heads is a whole, even number",
                    "choose a hidden_size that is an even multiple of num_attention_heads");
        }
        int keyValueHeads = shape.numKeyValueHeads().orElseThrow();
        if (keyValueHeads > 0 && heads % keyValueHeads != 0) {
            fault(
                    "model_config.num_key_value_heads",
                    keyValueHeads,
                    "a divisor of num_attention_heads " + heads,
                    "leave it out for as many as query heads");
        } else if (keyValueHeads != heads && Family.GPT_NEOX.modelType().equals(shape.modelType())) {
            fault(
                    "model_config.num_key_value_heads",
                    keyValueHeads,
                    "num_attention_heads " + heads + ", since GPT-NeoX has as many key and value heads as query heads",
                    "leave it out, or send another model_type");
        }
        int positions = shape.maxPositionEmbeddings();
        int length = settings.batching().maxLength();
        if (sent.containsKey("max_length") && length > positions) {
            fault(
                    "max_length",
                    length,
                    "at most max_position_embeddings " + positions,
                    "shorten max_length or widen the model");
        }
    }

    private void finetuning() {
        if (!(request instanceof RunRequest.Lora lora)) {
            return;
        }
        if (settings.modelConfig().isPresent()) {
            fault(
                    "finetuning_type",
                    "lora",
                    "full or qk_only with model_config: an adapter needs weights that were trained before",
                    "name those weights by model_name_or_path, or use full");
        }
        List<String> modules = lora.loraTargetModules();
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

    private void rate(Map<String, String> sent) {
        RunSettings.Schedule rate = settings.schedule();
        String scheduler = rate.lrSchedulerType();
        if (sent.containsKey("min_lr_rate") && rate.minLrRate().isEmpty()) {
            fault(
                    "min_lr_rate",
                    sent.get("min_lr_rate"),
                    "only for lr_scheduler_type cosine_with_min_lr, and this is " + scheduler,
                    "leave it out, or set lr_scheduler_type to cosine_with_min_lr");
        }
        if (scheduler.equals("constant")) {
            rate.warmupSteps().filter(steps -> steps > 0).ifPresent(steps -> warmupOfConstant("warmup_steps", steps));
            rate.warmupRatio().filter(ratio -> ratio > 0).ifPresent(ratio -> warmupOfConstant("warmup_ratio", ratio));
        }
        int steps = rate.warmupSteps().orElse(0);
        settings.length()
                .maxSteps()
                .filter(maxSteps -> steps > maxSteps)
                .ifPresent(maxSteps ->
                        fault("warmup_steps", steps, "at most max_steps " + maxSteps, "send fewer, or a warmup_ratio"));
    }

    private void warmupOfConstant(String field, Object value) {
        fault(
                field,
                value,
                "0 for lr_scheduler_type constant, which has no warm-up",
                "set lr_scheduler_type to constant_with_warmup");
    }

    private void batches() {
        RunSettings.Batching batching = settings.batching();
        long examples = (long) batching.perDeviceTrainBatchSize() * batching.gradientAccumulationSteps();
        if (examples > MAX_EXAMPLES_PER_STEP) {
            fault(
                    "per_device_train_batch_size",
                    examples,
                    "at most " + MAX_EXAMPLES_PER_STEP + " examples in a step, accumulation included",
                    "lower it or gradient_accumulation_steps");
        }
    }

    private void suites() {
        Set<String> seen = new HashSet<>();
        List<String> suites = settings.suites();
        for (int i = 0; i < suites.size(); i++) {
            if (!seen.add(suites.get(i))) {
                fault("suites[" + i + "]", suites.get(i), "each suite once", "leave out the second");
            }
        }
    }

    private void fault(String field, Object value, String limit, String remedy) {
        faults.add(new Fault(field, value.toString(), limit, remedy));
    }
}
