package io.tiltmeter.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.request.StudyRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StudyGridTest {
    private static final Map<String, Object> RUNS = Map.of("mixture", "docs-{seed}", "suites", List.of("s-{seed}"));

    @Test
    void everyConditionMeetsEveryPointOfTheGrid() {
        Map<String, List<Object>> vary = new LinkedHashMap<>();
        vary.put("learning_rate", List.of(1e-4, 1e-3));
        vary.put("evaluation", List.of(Map.of("arms", List.of()), Map.of()));
        StudyGrid grid = StudyGrid.of(request(
                vary,
                List.of(Map.of("name", "full"), Map.of("name", "lora", "finetuning_type", "lora")),
                List.of(1L, 2L)));
        assertEquals(
                List.of(
                        "full--learning_rate-0.0001--evaluation-1",
                        "full--learning_rate-0.0001--evaluation-2",
                        "full--learning_rate-0.001--evaluation-1",
                        "full--learning_rate-0.001--evaluation-2",
                        "lora--learning_rate-0.0001--evaluation-1",
                        "lora--learning_rate-0.0001--evaluation-2",
                        "lora--learning_rate-0.001--evaluation-1",
                        "lora--learning_rate-0.001--evaluation-2"),
                names(grid));
        assertEquals("vary.learning_rate[1]", grid.places().get(7).get("learning_rate"));
        assertEquals("conditions[1].finetuning_type", grid.places().get(7).get("finetuning_type"));
        assertEquals(List.of(), grid.notes());
    }

    @Test
    void theSeedStandsInTextsAtEveryDepth() {
        StudyDesign design =
                StudyGrid.of(request(Map.of(), List.of(), List.of(41L))).design();
        Condition all = design.conditions().get(0);
        assertEquals(Map.of("mixture", "docs-41", "suites", List.of("s-41"), "seed", 41L), design.request(all, 41));
        assertTrue(design.namesItsSeed(all));
        assertFalse(new StudyDesign(
                        Map.of("mixture", "docs"),
                        design.conditions(),
                        List.of(41L),
                        StudyDatasets.NONE,
                        Optional.empty(),
                        List.of())
                .namesItsSeed(all));
        assertEquals("tiny-all-41", design.runName("tiny", all, 41));
        assertEquals("tiny-41-all", design.runName("tiny-41", all, 41));
        assertEquals("tiny-41-all-1", design.runName("tiny-41", all, 1));
    }

    @Test
    void whatIsThereTwiceIsOneAndSaid() {
        StudyGrid grid = StudyGrid.of(request(
                Map.of("learning_rate", List.of(1e-3, 1e-3)),
                List.of(Map.of("name", "a"), Map.of("name", "a")),
                List.of(5L, 6L, 5L)));
        assertEquals(List.of("a--learning_rate-0.001"), names(grid));
        assertEquals(List.of(5L, 6L), grid.design().seeds());
        assertEquals(
                List.of(
                        "vary.learning_rate[1] is there already: identical requests are one run",
                        "conditions[1] a is there already: identical requests are one run",
                        "seeds[2] 5 is there already: identical requests are one run"),
                grid.notes());
    }

    @Test
    void aGridBeyondTheLimitIsCountedAndNotExpanded() {
        Map<String, List<Object>> vary = new LinkedHashMap<>();
        for (int field = 0; field < 16; field++) {
            vary.put(
                    "field_" + field,
                    IntStream.range(0, 100).<Object>mapToObj(i -> i).toList());
        }
        Fault fault = StudyGrid.faults(request(vary, List.of(), List.of(1L))).get(0);
        assertEquals("vary", fault.field());
        assertTrue(
                fault.value().startsWith("100000000000000000000000000000000 runs (100 values of field_0 x"),
                fault.value());
        assertEquals("at most 1000 runs in a study", fault.limit());
        List<Long> seeds = LongStream.range(0, 1000).boxed().toList();
        assertEquals(List.of(), StudyGrid.faults(request(Map.of(), List.of(), seeds)));
        assertEquals(
                "2000 runs (2 values of max_steps x 1000 seeds)",
                StudyGrid.faults(request(Map.of("max_steps", List.of(1, 2)), List.of(), seeds))
                        .get(0)
                        .value());
    }

    @Test
    void everyFaultOfTheWholeComesAtOnce() {
        List<Object> values = new ArrayList<>(List.of(1));
        values.add(null);
        Map<String, List<Object>> vary = new LinkedHashMap<>();
        vary.put("seed", List.of(1));
        vary.put("max_steps", List.of());
        vary.put("lora_r", values);
        vary.put("learning_rate", List.of(1e-3));
        StudyRequest request = new StudyRequest(
                "tiny",
                Map.of("run_name", "mine"),
                vary,
                List.of(
                        Map.of("name", "a", "learning_rate", 1e-4),
                        Map.of("name", "a"),
                        Map.of("name", "b", "seed", 3)),
                List.of(1L),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
        assertEquals(
                List.of(
                        "runs.run_name",
                        "vary.seed",
                        "vary.max_steps",
                        "vary.lora_r",
                        "conditions[0].learning_rate",
                        "conditions[1].name",
                        "conditions[2].seed"),
                StudyGrid.faults(request).stream().map(Fault::field).toList());
    }

    @Test
    void namesOfPointsAreIdsAndDiffer() {
        String longName = "X/".repeat(60);
        StudyGrid grid = StudyGrid.of(request(
                Map.of(
                        "model_name_or_path",
                        List.of("Org/Model", "org-model", longName, longName + "y", "_", true, 1e-9)),
                List.of(),
                List.of(1L)));
        List<String> names = names(grid);
        assertEquals(7, names.stream().distinct().count(), names.toString());
        names.forEach(name -> Id.checked("condition", name));
        assertEquals("model_name_or_path-org-model-2", names.get(1));
        assertEquals("model_name_or_path-1e-9", names.get(6));
    }

    @Test
    void aRunOfALongConditionIsNamedByItsNumber() {
        StudyDesign design = StudyGrid.of(request(
                        Map.of(),
                        List.of(Map.of("name", "a"), Map.of("name", "b".repeat(63))),
                        List.of(9007199254740991L)))
                .design();
        String name = design.runName("s".repeat(32), design.conditions().get(1), 9007199254740991L);
        assertEquals("s".repeat(32) + "-c2-9007199254740991", Id.checked("run id", name));
    }

    private static List<String> names(StudyGrid grid) {
        return grid.design().conditions().stream().map(Condition::name).toList();
    }

    private static StudyRequest request(
            Map<String, List<Object>> vary, List<Map<String, Object>> conditions, List<Long> seeds) {
        return new StudyRequest(
                "tiny",
                RUNS,
                vary,
                conditions,
                seeds,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }
}
