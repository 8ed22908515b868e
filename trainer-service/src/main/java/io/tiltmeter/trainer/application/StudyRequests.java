package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.contracts.request.StudyConditionsRequest;
import io.tiltmeter.contracts.request.StudyRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.study.StudyDesign;
import io.tiltmeter.trainer.study.StudyGrid;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads study requests, with every fault at once before anything is started, and expands them into the requests of their runs. */
@Singleton
public final class StudyRequests {
    static final String SCHEMA = "study-request";
    private static final String CONDITIONS_SCHEMA = "study-conditions-request";
    private static final String RUN_NAME = "run_name";

    private final RequestReader reader;
    private final RunRequests runs;
    private final StudyRequestCheck check;

    public StudyRequests(RequestReader reader, RunRequests runs, StudyRequestCheck check) {
        this.reader = reader;
        this.runs = runs;
        this.check = check;
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
        StudyRequest request = reader.checkWithDefaults(SCHEMA, StudyRequest.class, json, check::check);
        StudyGrid grid = StudyGrid.of(request);
        return new Checked(request.studyId(), grid.design(), request.dryRun(), grid.notes());
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
     * @param grown the study with them
     * @param further those that it gains
     * @throws InvalidRequest with every fault of their mixtures, suites and runs
     */
    List<PlannedCell> furtherCells(String studyId, StudyDesign grown, List<Long> further) {
        List<Fault> faults = new ArrayList<>(check.datasetFaults(grown));
        StudyDesign ofFurther = grown.withSeeds(further);
        faults.addAll(check.runFaults(new StudyGrid(
                ofFurther,
                ofFurther.conditions().stream()
                        .map(each -> Map.<String, String>of())
                        .toList(),
                List.of())));
        if (!faults.isEmpty()) {
            throw new InvalidRequest(StudyRequestCheck.atMost(faults));
        }
        return cells(studyId, ofFurther, new ArrayList<>());
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
                        faults.addAll(StudyRequestCheck.atMost(check.conditionFaults(
                                design,
                                RequestReader.bind(sound, StudyConditionsRequest.class)
                                        .conditions())));
                    }
                });
        return further(design, StudyGrid.of(alone(design, request.conditions())));
    }

    static List<Condition> further(StudyDesign design, StudyGrid grid) {
        return grid.design().conditions().stream()
                .filter(condition -> !design.conditions().contains(condition))
                .toList();
    }

    /** A study of these conditions with the settings and seeds of another. */
    static StudyRequest alone(StudyDesign design, List<Map<String, Object>> conditions) {
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

    static ObjectNode json(StudyDesign design, Condition condition, long seed, String runName) {
        ObjectNode json = Json.mapper().valueToTree(design.request(condition, seed));
        return json.put(RUN_NAME, runName);
    }
}
