package io.tiltmeter.evaluator.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.request.TemplateNames;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.AdoptionPlanner;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.FolderRequest.Sender;
import io.tiltmeter.evaluator.adoption.FolderRequest.StepZero;
import io.tiltmeter.evaluator.adoption.FolderRequest;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.application.CheckpointIntake.Intake;
import io.tiltmeter.evaluator.persistence.AdoptedRunRepository;
import io.tiltmeter.servicekit.json.Json;
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

/** The sense of one request: beside its own fields, the run that it belongs to and the folders that it names. */
final class CheckpointRequestCheck {
    private static final String ONCE = "leave it out, or send another run_id";

    private final AdoptedRunRepository runs;
    private final SuiteLookup suites;
    private final CheckpointDirectories directories;
    private final List<Fault> faults = new ArrayList<>();
    private Optional<Intake> intake = Optional.empty();

    CheckpointRequestCheck(AdoptedRunRepository runs, SuiteLookup suites, CheckpointDirectories directories) {
        this.runs = runs;
        this.suites = suites;
        this.directories = directories;
    }

    /** What the request comes to, once it was found without fault. */
    Intake intake() {
        return intake.orElseThrow(() -> new IllegalStateException("the request was not checked"));
    }

    /** Adds what the schema cannot say of a request, of which some fields may be malformed. */
    void checkSense(JsonNode json, List<Fault> ofForm) {
        Set<String> malformed = new HashSet<>();
        ofForm.forEach(fault -> malformed.add(topLevel(fault.field())));
        check(soundPart(json, malformed));
        faults.removeIf(fault -> malformed.contains(topLevel(fault.field())));
        ofForm.addAll(faults);
    }

    private void check(CheckpointRequest request) {
        form(request);
        Optional<AdoptedRun> known = run(request);
        Optional<String> runId = request.runId().or(() -> known.map(AdoptedRun::runId));
        Optional<String> template =
                once("template", request.template().map(TemplateNames::own), known.map(AdoptedRun::template));
        if (template.isEmpty() && known.isEmpty()) {
            fault(
                    "template",
                    "",
                    "is required",
                    "send the template that the run trains with: " + String.join(", ", TemplateNames.ALL));
        }
        List<SuiteRef> asked = suites(request, known);
        Optional<EvaluationPlan> evaluation =
                once("evaluation", request.evaluation().flatMap(this::plan), known.map(AdoptedRun::evaluation));
        Optional<String> base = base(request, known);
        Optional<AdoptionPlan> plan = folders(request, template, base);
        if (faults.isEmpty() && plan.isPresent() && runId.isPresent()) {
            AdoptedRun run = known.orElseGet(() -> new AdoptedRun(
                    runId.get(),
                    template.orElseThrow(),
                    asked,
                    evaluation.orElse(EvaluationPlan.DEFAULT),
                    plan.get().base().map(LocatedFolder::name),
                    0,
                    settings(request, plan.get()),
                    Instant.now()));
            intake = Optional.of(new Intake(run, plan.get()));
        }
    }

    private void form(CheckpointRequest request) {
        boolean isHook = isHook(request);
        if (isHook && request.path().isPresent()) {
            fault("path", request.path().get(), "cannot stand beside a hook's checkpoint_dir", "send one of the two");
        }
        if (isHook && request.event().isEmpty()) {
            fault("event", "", "is required beside checkpoint_dir and output_dir", "send save");
        }
        if (isHook && request.checkpointDir().isEmpty()) {
            fault(
                    "checkpoint_dir",
                    "",
                    "is required beside event and output_dir",
                    "send the folder that the trainer has written");
        }
        if (!isHook && request.path().isEmpty()) {
            fault("path", "", "is required", "send a folder with checkpoints, or a hook's event with checkpoint_dir");
        }
    }

    /** The run that is known already: by its id, or by the directory that its trainer writes to. */
    private Optional<AdoptedRun> run(CheckpointRequest request) {
        if (request.runId().isPresent()) {
            String id = request.runId().get();
            Optional<AdoptedRun> known = runs.find(id);
            if (known.isEmpty() && runs.isTrained(id)) {
                fault(
                        "run_id",
                        id,
                        "is a run of the trainer, whose checkpoints are evaluated anyway",
                        "send another run_id");
            }
            return known;
        }
        if (!isHook(request)) {
            fault("run_id", "", "is required", "send a name for the run, such as axolotl-7b");
            return Optional.empty();
        }
        Optional<AdoptedRun> known = request.outputDir()
                .flatMap(directories::look)
                .map(LocatedFolder::folder)
                .or(() -> request.checkpointDir().flatMap(directories::look).map(LocatedFolder::outputDirectory))
                .flatMap(runs::writingTo);
        if (known.isEmpty()) {
            fault(
                    "output_dir",
                    request.outputDir().orElse(""),
                    "is of no run that is known",
                    "send run_id, template and suites with it, as fields or query parameters, or send the run's"
                            + " directory as path first");
        }
        return known;
    }

    private List<SuiteRef> suites(CheckpointRequest request, Optional<AdoptedRun> known) {
        List<String> asked = request.suites().orElse(List.of());
        if (known.isPresent()) {
            List<String> told =
                    known.get().suites().stream().map(SuiteRef::suiteId).toList();
            if (request.suites().isPresent() && !areVersions(told, asked)) {
                fault("suites", asked.toString(), "differ from those that the run is evaluated on: " + told, ONCE);
            }
            return known.get().suites();
        }
        List<SuiteRef> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            String field = "suites[" + i + "]";
            List<Fault> unknown = new ArrayList<>();
            suites.find(field, asked.get(i), unknown).ifPresent(suite -> {
                if (!seen.add(suite.suiteId())) {
                    fault(field, suite.suiteId(), "each suite once", "leave out the second");
                }
                found.add(suite);
            });
            faults.addAll(unknown);
        }
        return found;
    }

    /** Whether each suite of a run is the one asked, or a version of it: a name keeps meaning what it meant at first. */
    private static boolean areVersions(List<String> told, List<String> asked) {
        if (told.size() != asked.size()) {
            return false;
        }
        for (int i = 0; i < told.size(); i++) {
            String name = asked.get(i);
            boolean isVersion = told.get(i).startsWith(name + ".v")
                    && told.get(i).substring(name.length() + 2).matches("[0-9]{1,9}");
            if (!told.get(i).equals(name) && !isVersion) {
                return false;
            }
        }
        return true;
    }

    private Optional<EvaluationPlan> plan(EvaluationRequest request) {
        List<Fault> wrong = new ArrayList<>(request.faults("evaluation"));
        Map<String, SuiteRef> found = new HashMap<>();
        request.fewshotSuites().orElse(Map.of()).forEach((task, suite) -> {
            List<Fault> unknown = new ArrayList<>();
            suites.find("evaluation.fewshot_suites." + task, suite, unknown).ifPresent(ref -> found.put(suite, ref));
            wrong.addAll(unknown);
        });
        faults.addAll(wrong);
        return wrong.isEmpty() ? Optional.of(request.plan(found::get)) : Optional.empty();
    }

    private Optional<String> base(CheckpointRequest request, Optional<AdoptedRun> known) {
        Optional<String> told = known.flatMap(AdoptedRun::base);
        Optional<String> asked = request.base()
                .map(path -> directories.look(path).map(LocatedFolder::name).orElse(path));
        return once("base", asked, told);
    }

    /** A setting that a run has once: as it is known, or as it is asked. */
    private <T> Optional<T> once(String field, Optional<T> asked, Optional<T> known) {
        if (asked.isPresent() && known.isPresent() && !asked.equals(known)) {
            fault(
                    field,
                    field.equals("evaluation") ? "" : asked.get().toString(),
                    "differs from what the run began with" + (field.equals("evaluation") ? "" : ": " + known.get()),
                    ONCE);
        }
        return known.or(() -> asked);
    }

    private Optional<AdoptionPlan> folders(
            CheckpointRequest request, Optional<String> template, Optional<String> base) {
        boolean isHook = isHook(request);
        Optional<String> path = isHook ? request.checkpointDir() : request.path();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        AdoptionPlanner planner = new AdoptionPlanner(
                directories,
                new FolderRequest(
                        isHook ? "checkpoint_dir" : "path",
                        path.get(),
                        request.step(),
                        request.totalSteps(),
                        request.epochs(),
                        template.orElse(TemplateNames.STANDARD),
                        base,
                        request.includeBase().orElse(true) ? StepZero.BASE : StepZero.LEFT_OUT,
                        isHook ? Sender.HOOK : Sender.PERSON));
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
        request.path().or(request::outputDir).ifPresent(path -> settings.put("path", path));
        settings.put(
                "evaluation",
                Json.mapper()
                        .convertValue(
                                request.evaluation()
                                        .orElse(EvaluationRequest.DEFAULT)
                                        .effective(),
                                new TypeReference<Map<String, Object>>() {}));
        settings.putAll(plan.settings());
        return settings;
    }

    private static boolean isHook(CheckpointRequest request) {
        return request.event().isPresent()
                || request.checkpointDir().isPresent()
                || request.outputDir().isPresent();
    }

    private static CheckpointRequest soundPart(JsonNode json, Set<String> malformed) {
        ObjectNode sound = json.deepCopy();
        sound.remove(malformed);
        try {
            return Json.mapper().treeToValue(sound, CheckpointRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema let through what is no checkpoint request: " + sound, e);
        }
    }

    /** {@code suites[2]} as {@code suites}. */
    private static String topLevel(String field) {
        return field.replaceFirst("[.\\[].*", "");
    }

    private void fault(String field, String value, String limit, String remedy) {
        faults.add(new Fault(field, value, limit, remedy));
    }
}
