package io.tiltmeter.evaluator.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.contracts.request.CheckpointRequest.FromHook;
import io.tiltmeter.contracts.request.CheckpointRequest.FromPath;
import io.tiltmeter.contracts.request.CheckpointRequest.Settings;
import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.request.TemplateNames;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.AdoptionPlanner;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.application.CheckpointRequestReader.Adoption;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.EventAwaited;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what the schema cannot say of one request: beside its own fields, its run and the folders that it names. */
final class CheckpointRequestCheck {
    static final String ONCE = "leave it out, or send another run_id";
    private static final List<String> HOOK_FIELDS = List.of("event", "checkpoint_dir", "output_dir");

    private final RequestReader reader;
    private final AdoptionService runs;
    private final CheckpointSuites suites;
    private final CheckpointDirectories directories;
    private final SuiteFits fits;
    private final CheckpointTemplate templates;
    private final List<Fault> faults = new ArrayList<>();
    private Optional<Adoption> adoption = Optional.empty();

    CheckpointRequestCheck(
            RequestReader reader,
            AdoptionService runs,
            SuiteLookup suites,
            CheckpointDirectories directories,
            SuiteFits fits) {
        this.reader = reader;
        this.runs = runs;
        this.suites = new CheckpointSuites(suites, faults);
        this.directories = directories;
        this.fits = fits;
        this.templates = new CheckpointTemplate(directories, faults);
    }

    /** The adoption that is requested, once the request was found without fault. */
    Adoption adoption() {
        return adoption.orElseThrow(() -> new IllegalStateException("the request was not checked"));
    }

    /** Adds what the schema cannot say of a request, of which some fields may be malformed. */
    void check(JsonNode json, List<Fault> malformed) {
        Set<String> malformedFields = new HashSet<>();
        malformed.forEach(fault -> malformedFields.add(topLevel(fault.field())));
        ObjectNode sound = json.deepCopy();
        sound.remove(malformedFields);
        checkSource(sound);
        check(bound(sound));
        if (malformed.isEmpty() && faults.isEmpty() && !suites.unknown().isEmpty()) {
            throw new EventAwaited(suites.unknown());
        }
        faults.addAll(suites.unknown());
        faults.removeIf(fault -> malformedFields.contains(topLevel(fault.field())));
        malformed.addAll(faults);
    }

    private void checkSource(ObjectNode sound) {
        boolean isHook = isHook(sound);
        if (isHook && sound.has("path")) {
            fault(
                    "path",
                    sound.get("path").asText(),
                    "cannot be sent beside a hook's checkpoint_dir",
                    "send one of the two");
        }
        if (isHook && !sound.has("event")) {
            fault(
                    "event",
                    "",
                    "is required beside checkpoint_dir and output_dir",
                    "send save, or end without a folder");
        }
        if (isHook && !sound.has("checkpoint_dir")) {
            fault(
                    "checkpoint_dir",
                    "",
                    "is required beside event and output_dir",
                    "send the folder that the trainer has written");
        }
        if (sound.path("in_progress").asBoolean() && (isHook || sound.has("complete"))) {
            fault(
                    "in_progress",
                    "true",
                    "cannot be sent beside " + (isHook ? "a hook's fields" : "complete"),
                    "leave out one of the two");
        }
        if (!isHook && !sound.has("path")) {
            fault("path", "", "is required", "send a folder with checkpoints, or a hook's event with checkpoint_dir");
        }
    }

    private static boolean isHook(ObjectNode request) {
        return HOOK_FIELDS.stream().anyMatch(request::has);
    }

    /** The well-formed part of the request; a folder that is missing is blank. */
    private CheckpointRequest bound(ObjectNode sound) {
        Class<? extends CheckpointRequest> type = isHook(sound) ? FromHook.class : FromPath.class;
        String folder = isHook(sound) ? "checkpoint_dir" : "path";
        ObjectNode whole = (ObjectNode) reader.withDefaults(CheckpointRequestReader.SCHEMA, sound);
        whole.put(folder, whole.path(folder).asText());
        try {
            return Json.mapper().treeToValue(whole, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema accepts what is no checkpoint request: " + whole, e);
        }
    }

    private void check(CheckpointRequest request) {
        Settings settings = request.settings();
        Optional<AdoptedRun> known = run(request);
        Optional<String> runId = settings.runId().or(() -> known.map(AdoptedRun::runId));
        Optional<String> template = once(
                "template", templates.of(request, known.map(AdoptedRun::template)), known.map(AdoptedRun::template));
        List<SuiteRef> evaluatedOn = suites.evaluatedOn(settings, known);
        Optional<EvaluationPlan> evaluation =
                once("evaluation", settings.evaluation().flatMap(suites::plan), known.map(AdoptedRun::evaluation));
        Optional<String> base = once(
                "base",
                settings.base()
                        .map(path ->
                                directories.look(path).map(LocatedFolder::name).orElse(path)),
                known.flatMap(AdoptedRun::base));
        Optional<AdoptionPlan> plan = plan(request, template.orElse(TemplateNames.STANDARD), base);
        SuiteFits.Fit fit = SuiteFits.Fit.UNKNOWN;
        if (known.isEmpty()
                && plan.isPresent()
                && template.isPresent()
                && faults.isEmpty()
                && suites.unknown().isEmpty()) {
            fit = fits.check(
                    plan.get(), template.get(), evaluatedOn, evaluation.orElse(EvaluationPlan.DEFAULT), faults);
        }
        if (faults.isEmpty() && suites.unknown().isEmpty() && plan.isPresent() && runId.isPresent()) {
            AdoptionPlan accepted = plan.get().noting(fit.notes());
            Optional<AdoptedRun> run = known.or(() -> template.map(name -> new AdoptedRun(
                    runId.get(),
                    name,
                    evaluatedOn,
                    evaluation.orElse(EvaluationPlan.DEFAULT),
                    accepted.base().map(LocatedFolder::name),
                    0,
                    Optional.empty(),
                    settings(request, accepted),
                    Instant.now())));
            adoption = Optional.of(new Adoption(runId.get(), run, accepted, templates.choice(), fit.firstPrompt()));
        }
    }

    /** The run that is known already: by its id, or by the directory that its trainer writes to. */
    private Optional<AdoptedRun> run(CheckpointRequest request) {
        if (request.settings().runId().isPresent()) {
            String id = request.settings().runId().get();
            Optional<AdoptedRun> known = runs.run(id);
            if (known.isEmpty() && runs.isTrained(id)) {
                fault(
                        "run_id",
                        id,
                        "is a run of the trainer, whose checkpoints are evaluated anyway",
                        "send another run_id");
            }
            return known;
        }
        if (!(request instanceof FromHook hook)) {
            fault("run_id", "", "is required", "send a name for the run, such as axolotl-7b");
            return Optional.empty();
        }
        Optional<AdoptedRun> known = hook.outputDir()
                .flatMap(directories::look)
                .map(LocatedFolder::path)
                .or(() -> folder(request).flatMap(directories::look).map(LocatedFolder::outputDirectory))
                .flatMap(runs::writingTo);
        if (known.isEmpty()) {
            fault(
                    "output_dir",
                    hook.outputDir().orElse(""),
                    "is of no run that is known",
                    "send run_id, template and suites with it, as fields or query parameters, or send the run's"
                            + " directory as path first");
        }
        return known;
    }

    private static Optional<String> folder(CheckpointRequest request) {
        return Optional.of(request.folder()).filter(path -> !path.isEmpty());
    }

    /** A setting that a run has once: as it is known, or as it is requested. */
    private <T> Optional<T> once(String field, Optional<T> requested, Optional<T> known) {
        if (requested.isPresent() && known.isPresent() && !requested.equals(known)) {
            fault(
                    field,
                    field.equals("evaluation") ? "" : requested.get().toString(),
                    "differs from what the run began with" + (field.equals("evaluation") ? "" : ": " + known.get()),
                    ONCE);
        }
        return known.or(() -> requested);
    }

    private Optional<AdoptionPlan> plan(CheckpointRequest request, String template, Optional<String> base) {
        if (folder(request).isEmpty()) {
            return Optional.empty();
        }
        AdoptionPlanner planner = new AdoptionPlanner(directories, request, template, base);
        try {
            Optional<AdoptionPlan> plan = planner.plan();
            faults.addAll(planner.faults());
            return plan;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> settings(CheckpointRequest request, AdoptionPlan plan) {
        Map<String, Object> settings = new HashMap<>();
        Optional<String> path = request instanceof FromHook hook ? hook.outputDir() : Optional.of(request.folder());
        path.ifPresent(text -> settings.put("path", text));
        EvaluationRequest evaluation = request.settings().evaluation().orElse(EvaluationRequest.DEFAULT);
        settings.put(
                "evaluation",
                Json.mapper().convertValue(evaluation.effective(), new TypeReference<Map<String, Object>>() {}));
        settings.putAll(plan.settings());
        return settings;
    }

    /** {@code suites[2]} as {@code suites}. */
    private static String topLevel(String field) {
        return field.replaceFirst("[.\\[].*", "");
    }

    private void fault(String field, String value, String limit, String remedy) {
        faults.add(new Fault(field, value, limit, remedy));
    }
}
