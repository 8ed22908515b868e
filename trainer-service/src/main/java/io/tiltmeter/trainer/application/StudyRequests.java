package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.event.VariedSetting;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.StudyConditionsRequest;
import io.tiltmeter.contracts.request.StudyRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.finetuning.KnownInputs;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.study.StudyCriteria;
import io.tiltmeter.trainer.study.StudyDatasets;
import io.tiltmeter.trainer.study.StudyDesign;
import io.tiltmeter.trainer.study.StudyFaults;
import io.tiltmeter.trainer.study.StudyGrid;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads a study request and finds every fault at once, before anything is started: those of the request as a whole, and
 * those of each run, by the check of single runs.
 */
@Singleton
public final class StudyRequests {
    private static final String SCHEMA = "study-request";
    private static final String CONDITIONS_SCHEMA = "study-conditions-request";
    private static final String RUN_NAME = "run_name";

    private static final String EVALUATION = StudyRequest.EVALUATION;
    private static final String ARMS = StudyRequest.ARMS;

    /** Fields whose faults leave the others' to be found. */
    private static final Set<String> LISTS = Set.of("mixtures", "suites", "compare", "criteria");

    /** GET /api/v1/studies/presets is no study. */
    private static final String PRESETS = "presets";

    /** The settings of all runs together: each run's are checked, stored and published. */
    private static final long MAX_CHARACTERS = 8 << 20;

    private static final int MAX_FAULTS = 100;

    private final RequestReader reader;
    private final RunRequests runs;

    public StudyRequests(RequestReader reader, RunRequests runs) {
        this.reader = reader;
        this.runs = runs;
    }

    /**
     * A request that can be accepted.
     *
     * @param notes what of it is there twice, in sentences
     */
    public record Checked(String studyId, StudyDesign design, boolean dryRun, List<String> notes) {}

    /**
     * A cell of a study, and the request of its run.
     *
     * @param requestSha256 of what the request says in effect, but for its name; studies share the runs that have the same
     * @param sameAs the earlier cell whose request is identical, by its position
     */
    public record PlannedCell(
            Condition condition, long seed, RunRequest request, String requestSha256, Optional<Integer> sameAs) {

        /** A folder of the same name may have been replaced since the run of another study read it. */
        boolean isSharedBetweenStudies() {
            return request.settings()
                    .modelNameOrPath()
                    .map(model -> model.startsWith(StartingPoint.RUN_PREFIX))
                    .orElse(true);
        }
    }

    /** @throws InvalidRequest with every fault at once */
    public Checked read(JsonNode json) {
        StudyRequest request = reader.checkWithDefaults(SCHEMA, StudyRequest.class, json, this::checkRuns);
        StudyGrid grid = StudyGrid.of(request);
        return new Checked(request.studyId(), grid.design(), request.dryRun(), grid.notes());
    }

    private void checkRuns(JsonNode json, List<Fault> faults) {
        Set<String> malformed =
                faults.stream().map(fault -> topLevel(fault.field())).collect(Collectors.toSet());
        if (json.path("study_id").asText().equals(PRESETS)) {
            faults.add(new Fault("study_id", PRESETS, "not the name of the list of presets", "send another study_id"));
        }
        checkLists(json.path("vary"), faults);
        checkArms(json, faults);
        if (faults.stream()
                .anyMatch(fault -> Set.of("runs", "vary", "conditions", ARMS).contains(topLevel(fault.field())))) {
            return;
        }
        ObjectNode sound = json.deepCopy();
        sound.put("study_id", "unnamed").remove("dry_run");
        if (malformed.contains("seeds")) {
            sound.putArray("seeds").add(0);
        }
        malformed.stream().filter(LISTS::contains).forEach(sound::remove);
        sound.retain(
                "study_id", "runs", "vary", "conditions", "seeds", "mixtures", "suites", ARMS, "compare", "criteria");
        StudyRequest request = RequestReader.bind(reader.withDefaults(SCHEMA, sound), StudyRequest.class);
        List<Fault> further = new ArrayList<>(StudyGrid.faults(request));
        if (further.isEmpty()) {
            StudyGrid grid = StudyGrid.of(request);
            further.addAll(StudyCriteria.faults(grid.design()));
            further.addAll(compareFaults(grid.design()));
            further.addAll(datasetFaults(grid.design()));
            further.addAll(tooLong(grid.design()));
            if (further.isEmpty()) {
                runFaults(grid).stream()
                        .map(fault -> json.has(ARMS) ? atArms(fault) : fault)
                        .forEach(further::add);
            }
            if (further.isEmpty()) {
                further.addAll(StudyCriteria.probeFaults(grid.design(), condition -> probes(grid.design(), condition)));
            }
        }
        faults.addAll(further.subList(0, Math.min(MAX_FAULTS, further.size())));
    }

    private Set<String> probes(StudyDesign design, Condition condition) {
        return Set.copyOf(runs.bind(json(design, condition, design.seeds().get(0), "unnamed"))
                .settings()
                .evaluation()
                .probes());
    }

    private static Fault atArms(Fault fault) {
        String place = "runs." + EVALUATION + "." + ARMS;
        return fault.field().startsWith(place)
                ? new Fault(
                        fault.field().substring(place.length() - ARMS.length()),
                        fault.value(),
                        fault.limit(),
                        fault.remedy())
                : fault;
    }

    private static void checkArms(JsonNode json, List<Fault> faults) {
        if (!json.has(ARMS)) {
            return;
        }
        JsonNode evaluation = json.path("runs").path(EVALUATION);
        if (evaluation.has(ARMS) || !evaluation.isMissingNode() && !evaluation.isObject()) {
            faults.add(armsElsewhere("runs." + EVALUATION));
        }
        if (json.path("vary").has(EVALUATION)) {
            faults.add(armsElsewhere("vary." + EVALUATION));
        }
        for (int i = 0; i < json.path("conditions").size(); i++) {
            if (json.path("conditions").get(i).has(EVALUATION)) {
                faults.add(armsElsewhere("conditions[" + i + "]." + EVALUATION));
            }
        }
    }

    private static Fault armsElsewhere(String place) {
        return new Fault(
                place, "", "not set beside arms, which it would replace", "send its arms in one of the two places");
    }

    /** The schema has no names for the fields that vary. */
    private static void checkLists(JsonNode vary, List<Fault> faults) {
        vary.properties().stream()
                .filter(field -> !field.getValue().isArray())
                .forEach(field -> faults.add(new Fault(
                        "vary." + field.getKey(),
                        field.getValue().toString(),
                        "is not array",
                        "send a list of the values to compare, or the one value in runs")));
    }

    private static List<Fault> tooLong(StudyDesign design) {
        long characters = 0;
        for (int i = 0; i < design.conditions().size() && characters <= MAX_CHARACTERS; i++) {
            Map<String, Object> settings = design.settings(design.conditions().get(i));
            characters += (long) Json.write(settings).length() * design.seeds().size();
        }
        return characters <= MAX_CHARACTERS
                ? List.of()
                : List.of(new Fault(
                        "runs",
                        "at least " + characters + " characters in the settings of all runs",
                        "at most " + MAX_CHARACTERS,
                        "send shorter settings, or fewer values, conditions or seeds"));
    }

    private static List<Fault> compareFaults(StudyDesign design) {
        Set<String> varied = VariedSetting.of(design.settings(), design.conditions()).stream()
                .map(VariedSetting::setting)
                .collect(Collectors.toCollection(TreeSet::new));
        return design
                .compare()
                .filter(compare -> !varied.contains(compare.by()))
                .map(compare -> new Fault(
                        "compare.by",
                        compare.by(),
                        "a setting in which alone some conditions differ",
                        varied.isEmpty()
                                ? "there is none: vary a setting, or leave compare out"
                                : "send one of " + String.join(", ", varied)))
                .stream()
                .toList();
    }

    /** A request's length may depend on the seed: the first and the largest are checked. */
    private List<Fault> datasetFaults(StudyDesign design) {
        List<Fault> faults = new ArrayList<>(design.datasets().faults(design.seeds()));
        if (!faults.isEmpty()) {
            return faults;
        }
        List<Long> seeds = List.of(design.seeds().get(0), Collections.max(design.seeds()));
        for (StudyDatasets.Requested each : design.datasets().requested(seeds)) {
            try {
                reader.check(
                        each.schema(),
                        JsonNode.class,
                        Json.mapper().valueToTree(each.request()),
                        (json, further) -> {});
            } catch (InvalidRequest e) {
                e.faults().stream()
                        .map(fault -> new Fault(
                                each.place() + "." + fault.field(), fault.value(), fault.limit(), fault.remedy()))
                        .filter(fault -> !faults.contains(fault))
                        .forEach(faults::add);
            }
        }
        return faults;
    }

    private List<Fault> runFaults(StudyGrid grid) {
        StudyDesign design = grid.design();
        StudyFaults faults = new StudyFaults(grid, runs.fields());
        KnownInputs known = runs.known();
        for (int i = 0; i < design.conditions().size() && !faults.areEnough(); i++) {
            Condition condition = design.conditions().get(i);
            List<Long> seeds = design.namesItsSeed(condition)
                    ? design.seeds()
                    : design.seeds().subList(0, 1);
            for (long seed : seeds) {
                faults.add(i, runs.faults(json(design, condition, seed, "unnamed"), known));
            }
        }
        return faults.faults();
    }

    /** The cells of a checked study, condition by condition, and what is there twice, in sentences. */
    public List<PlannedCell> cells(String studyId, StudyDesign design, List<String> notes) {
        return cells(studyId, design, design.conditions(), notes);
    }

    /**
     * The cells of some conditions of a checked study.
     *
     * @param conditions of the design
     */
    List<PlannedCell> cells(String studyId, StudyDesign design, List<Condition> conditions, List<String> notes) {
        List<PlannedCell> cells = new ArrayList<>();
        Map<String, Integer> first = new HashMap<>();
        for (Condition condition : conditions) {
            int begin = cells.size();
            for (long seed : design.seeds()) {
                RunRequest request = runs.bind(json(design, condition, seed, design.runName(studyId, condition, seed)));
                String sha256 = Sha256.of(withoutName(request).toString());
                Integer same = first.putIfAbsent(sha256, cells.size());
                cells.add(new PlannedCell(condition, seed, request, sha256, Optional.ofNullable(same)));
            }
            cells.get(begin)
                    .sameAs()
                    .map(same -> cells.get(same).condition().name())
                    .ifPresent(other -> notes.add("condition " + condition.name() + " has the settings of condition "
                            + other + ": identical requests are one run"));
        }
        return cells;
    }

    /**
     * The cells of a study that gains seeds.
     *
     * @param design with these seeds instead of its own
     * @throws InvalidRequest with every fault of their runs
     */
    List<PlannedCell> furtherCells(String studyId, StudyDesign design) {
        List<Fault> faults = runFaults(new StudyGrid(
                design,
                design.conditions().stream()
                        .map(each -> Map.<String, String>of())
                        .toList(),
                List.of()));
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return cells(studyId, design, new ArrayList<>());
    }

    /**
     * The conditions that a study gains; those that it has are left out.
     *
     * @throws InvalidRequest with every fault at once
     */
    List<Condition> furtherConditions(StudyDesign design, JsonNode json) {
        StudyConditionsRequest request =
                reader.check(CONDITIONS_SCHEMA, StudyConditionsRequest.class, json, (sound, faults) -> {
                    if (faults.isEmpty()) {
                        List<Fault> further = conditionFaults(
                                design,
                                RequestReader.bind(sound, StudyConditionsRequest.class)
                                        .conditions());
                        faults.addAll(further.subList(0, Math.min(MAX_FAULTS, further.size())));
                    }
                });
        return further(design, StudyGrid.of(alone(design, request.conditions())));
    }

    private static List<Condition> further(StudyDesign design, StudyGrid grid) {
        return grid.design().conditions().stream()
                .filter(condition -> !design.conditions().contains(condition))
                .toList();
    }

    private List<Fault> conditionFaults(StudyDesign design, List<Map<String, Object>> conditions) {
        StudyRequest request = alone(design, conditions);
        List<Fault> faults = new ArrayList<>(StudyGrid.faults(request));
        faults.addAll(StudyGrid.clashes(design, conditions));
        if (!faults.isEmpty()) {
            return faults;
        }
        StudyGrid grid = StudyGrid.of(request);
        StudyDesign grown = design.withFurther(further(design, grid));
        long runCount = (long) grown.conditions().size() * design.seeds().size();
        if (runCount > StudyGrid.MAX_RUNS) {
            faults.add(new Fault(
                    "conditions",
                    runCount + " runs with these",
                    "at most " + StudyGrid.MAX_RUNS + " runs in a study",
                    "send fewer conditions, or another study"));
        }
        if (faults.isEmpty()) {
            faults.addAll(tooLong(grown));
            faults.addAll(runFaults(grid));
        }
        return faults;
    }

    /** A study of these conditions with the settings and seeds of another. */
    private static StudyRequest alone(StudyDesign design, List<Map<String, Object>> conditions) {
        return new StudyRequest(
                "unnamed",
                design.settings(),
                Map.of(),
                conditions,
                design.seeds(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    /** What a run's request says in effect, but for its name: with every default, and each number in one form. */
    JsonNode effective(StudyDesign design, Condition condition, long seed) {
        return withoutName(runs.bind(json(design, condition, seed, "unnamed")));
    }

    private static JsonNode withoutName(RunRequest request) {
        return ((ObjectNode) Json.mapper().valueToTree(request)).without(RUN_NAME);
    }

    private static ObjectNode json(StudyDesign design, Condition condition, long seed, String runName) {
        ObjectNode json = Json.mapper().valueToTree(design.request(condition, seed));
        return json.put(RUN_NAME, runName);
    }

    /** {@code vary.learning_rate[1]} as {@code vary}. */
    private static String topLevel(String field) {
        return field.replaceFirst("[.\\[].*", "");
    }
}
