package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.event.VariedSetting;
import io.tiltmeter.contracts.request.StudyRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.finetuning.KnownInputs;
import io.tiltmeter.trainer.study.StudyCriteria;
import io.tiltmeter.trainer.study.StudyDatasets;
import io.tiltmeter.trainer.study.StudyDesign;
import io.tiltmeter.trainer.study.StudyFaults;
import io.tiltmeter.trainer.study.StudyGrid;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a schema cannot say of a study request: faults of the request as a whole, of the mixtures and suites in it, and of each
 * run, by the check of single runs.
 */
@Singleton
final class StudyRequestCheck {
    private static final String EVALUATION = StudyRequest.EVALUATION;
    private static final String ARMS = StudyRequest.ARMS;

    /** Fields whose faults leave the others' to be found. */
    private static final Set<String> LISTS = Set.of("mixtures", "suites", ARMS, "compare", "criteria");

    /** GET /api/v1/studies/presets is no study. */
    private static final String PRESETS = "presets";

    /** The settings of all runs together: each run's are checked, stored and published. */
    private static final long MAX_CHARACTERS = 8 << 20;

    private static final int MAX_FAULTS = 100;

    private final RequestReader reader;
    private final RunRequests runs;

    StudyRequestCheck(RequestReader reader, RunRequests runs) {
        this.reader = reader;
        this.runs = runs;
    }

    /** Adds the faults of a study request that its schema does not see. */
    void check(JsonNode json, List<Fault> faults) {
        Set<String> malformed =
                faults.stream().map(fault -> topLevel(fault.field())).collect(Collectors.toSet());
        if (json.path("study_id").asText().equals(PRESETS)) {
            faults.add(new Fault("study_id", PRESETS, "not the name of the list of presets", "send another study_id"));
        }
        checkLists(json.path("vary"), faults);
        checkArms(json, faults);
        if (faults.stream()
                .anyMatch(fault -> Set.of("runs", "vary", "conditions").contains(topLevel(fault.field())))) {
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
        StudyRequest request = RequestReader.bind(reader.withDefaults(StudyRequests.SCHEMA, sound), StudyRequest.class);
        List<Fault> further = new ArrayList<>(StudyGrid.faults(request));
        if (further.isEmpty()) {
            StudyGrid grid = StudyGrid.of(request);
            further.addAll(StudyCriteria.faults(grid.design()));
            further.addAll(compareFaults(grid.design()));
            further.addAll(datasetFaults(grid.design()));
            List<Fault> ofRuns = tooLong(grid.design());
            if (ofRuns.isEmpty()) {
                ofRuns = runFaults(grid).stream()
                        .map(fault -> sound.has(ARMS) ? atArms(fault) : fault)
                        .toList();
            }
            further.addAll(ofRuns);
            if (further.isEmpty()) {
                further.addAll(StudyCriteria.probeFaults(grid.design(), condition -> probes(grid.design(), condition)));
            }
        }
        faults.addAll(atMost(further));
    }

    private Set<String> probes(StudyDesign design, Condition condition) {
        return Set.copyOf(
                runs.bind(StudyRequests.json(design, condition, design.seeds().get(0), "unnamed"))
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

    /** Those of the mixtures and suites. A request's length may depend on the seed: the first and the largest are checked. */
    List<Fault> datasetFaults(StudyDesign design) {
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

    /** Those of each run, at their places in the study's request. */
    List<Fault> runFaults(StudyGrid grid) {
        StudyDesign design = grid.design();
        StudyFaults faults = new StudyFaults(grid, runs.fields());
        KnownInputs known = runs.known();
        for (int i = 0; i < design.conditions().size() && !faults.areEnough(); i++) {
            Condition condition = design.conditions().get(i);
            List<Long> seeds = design.namesItsSeed(condition)
                    ? design.seeds()
                    : design.seeds().subList(0, 1);
            for (long seed : seeds) {
                faults.add(i, runs.faults(StudyRequests.json(design, condition, seed, "unnamed"), known));
            }
        }
        return faults.faults();
    }

    /** Those of conditions that a study is to gain. */
    List<Fault> conditionFaults(StudyDesign design, List<Map<String, Object>> conditions) {
        StudyRequest request = StudyRequests.alone(design, conditions);
        List<Fault> faults = new ArrayList<>(StudyGrid.faults(request));
        faults.addAll(StudyGrid.clashes(design, conditions));
        if (!faults.isEmpty()) {
            return faults;
        }
        StudyGrid grid = StudyGrid.of(request);
        StudyDesign grown = design.withFurther(StudyRequests.further(design, grid));
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

    /** As many as a response lists. */
    static List<Fault> atMost(List<Fault> faults) {
        return faults.subList(0, Math.min(MAX_FAULTS, faults.size()));
    }

    /** {@code vary.learning_rate[1]} as {@code vary}. */
    private static String topLevel(String field) {
        return field.replaceFirst("[.\\[].*", "");
    }
}
