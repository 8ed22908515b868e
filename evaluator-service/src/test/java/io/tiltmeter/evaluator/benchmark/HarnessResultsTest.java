package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of groups against those of the harness, and the shape of its files. */
class HarnessResultsTest {
    private static final HarnessRun RUN = new HarnessRun(
            new HarnessRun.Model("org/made:up", "run=r,step=40", "float32", "ab12"),
            new HarnessRun.Execution("tokens:8192", "cpu", Optional.of(3), 0),
            Optional.of("### Instruction:"),
            Instant.ofEpochMilli(1_700_000_000_500L),
            Duration.ofMillis(1500),
            Map.of("tiltmeter_version", "0.1.0"));

    @ParameterizedTest
    @ValueSource(strings = {"mmlu_0_shot", "mmlu_5_shot"})
    void scoresOfMmluAndItsGroupsEqualThoseOfTheHarness(String name) {
        JsonNode run = new HarnessGolden().run(name);
        JsonNode json = mmlu(run);
        assertEquals(
                List.of("mmlu", "mmlu_humanities", "mmlu_other", "mmlu_social_sciences", "mmlu_stem"),
                keys(json.path("groups")));
        for (String group : keys(json.path("groups"))) {
            for (String key : List.of("acc,none", "acc_stderr,none")) {
                double expected = run.path("groups").path(group).path(key).asDouble();
                assertEquals(expected, json.path("groups").path(group).path(key).asDouble(), 1e-12, group);
                assertEquals(
                        expected, json.path("results").path(group).path(key).asDouble(), 1e-12, group);
            }
            assertEquals(2, json.path("versions").path(group).asInt());
            assertEquals(run.at("/n-shot/mmlu_stem"), json.path("n-shot").path(group));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmlu_0_shot", "mmlu_5_shot"})
    void eachGroupOfMmluIsFollowedByItsSubjects(String name) {
        JsonNode json = mmlu(new HarnessGolden().run(name));
        assertEquals(
                List.of("mmlu", "mmlu_humanities", "mmlu_formal_logic"),
                keys(json.path("results")).subList(0, 3));
        assertEquals(" - humanities", json.at("/results/mmlu_humanities/alias").asText());
        assertEquals(
                "  - formal_logic", json.at("/results/mmlu_formal_logic/alias").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmlu_0_shot", "mmlu_5_shot"})
    void groupsOfMmluListTheirParts(String name) {
        JsonNode json = mmlu(new HarnessGolden().run(name));
        assertEquals(
                List.of("mmlu_stem", "mmlu_other", "mmlu_social_sciences", "mmlu_humanities"),
                HarnessGolden.texts(json.at("/group_subtasks/mmlu")));
        assertEquals(19, json.at("/group_subtasks/mmlu_stem").size());
    }

    private static JsonNode mmlu(JsonNode run) {
        List<TaskResult> subjects = subjects(run);
        assertEquals(57, subjects.size());
        return json(HarnessResults.of(RUN, subjects, Map.of()));
    }

    private static List<TaskResult> subjects(JsonNode run) {
        List<TaskResult> subjects = new ArrayList<>();
        for (MmluGroup group : MmluGroup.values()) {
            for (String subject : group.subjects()) {
                JsonNode scores = run.path("results").path("mmlu_" + subject);
                int size = run.path("n-samples")
                        .path("mmlu_" + subject)
                        .path("effective")
                        .asInt();
                subjects.add(new TaskResult(
                        "mmlu_" + subject,
                        subject,
                        Optional.of("mmlu"),
                        1.0,
                        run.path("n-shot").path("mmlu_" + subject).asInt(),
                        size,
                        size,
                        List.of(new MetricValue(
                                BenchmarkMetric.of("acc"),
                                scores.path("acc,none").asDouble(),
                                Optional.of(scores.path("acc_stderr,none").asDouble()))),
                        Map.of()));
            }
        }
        return subjects;
    }

    @Test
    void resultsHaveTheKeysOfTheHarnessInItsOrder() {
        assertEquals(
                List.of(
                        "results",
                        "group_subtasks",
                        "configs",
                        "versions",
                        "n-shot",
                        "higher_is_better",
                        "n-samples",
                        "config",
                        "task_hashes",
                        "date",
                        "tiltmeter_version",
                        "model_source",
                        "model_name",
                        "model_name_sanitized",
                        "system_instruction",
                        "system_instruction_sha",
                        "fewshot_as_multiturn",
                        "chat_template",
                        "chat_template_sha",
                        "total_evaluation_time_seconds"),
                keys(worldFacts()));
    }

    @Test
    void resultsStateTimeModelAndTemplateOfTheRun() {
        JsonNode json = worldFacts();
        assertEquals(1_700_000_000.5, json.path("date").asDouble());
        assertEquals("1.5", json.path("total_evaluation_time_seconds").asText());
        assertEquals("org__made__up", json.path("model_name_sanitized").asText());
        assertEquals(
                HarnessHash.of("### Instruction:"),
                json.path("chat_template_sha").asText());
    }

    @Test
    void resultsStateTheSettingsOfTheRun() {
        JsonNode json = worldFacts();
        assertEquals(3, json.at("/config/limit").asInt());
        assertEquals(1234, json.at("/config/fewshot_seed").asInt());
        assertEquals("ab12", json.at("/config/model_sha").asText());
    }

    @Test
    void resultsCountTheItemsOfTheSuiteAndThoseEvaluated() {
        JsonNode json = worldFacts();
        assertEquals(5, json.at("/n-samples/cf_world_facts/original").asInt());
        assertEquals(4, json.at("/n-samples/cf_world_facts/effective").asInt());
    }

    @Test
    void aTaskWithoutPartsIsInNoGroup() {
        JsonNode json = worldFacts();
        assertTrue(json.at("/group_subtasks/cf_world_facts").isEmpty());
        assertFalse(json.has("groups"));
    }

    private static JsonNode worldFacts() {
        TaskResult conflict = SuiteResults.of("cf_world_facts", SuiteKind.KNOWLEDGE_CONFLICT, 2, 5, outcomes());
        return json(HarnessResults.of(RUN, List.of(conflict), Map.of("cf_world_facts", "c0ffee")));
    }

    @Test
    void conflictSuitesHaveBothAccuraciesWithTheirErrors() {
        JsonNode json = conflict();
        JsonNode scores = json.at("/results/cf_lab");
        assertEquals(
                List.of(
                        "alias",
                        "counterfactual_accuracy,none",
                        "counterfactual_accuracy_stderr,none",
                        "parametric_accuracy,none",
                        "parametric_accuracy_stderr,none"),
                keys(scores));
        assertEquals(0.75, scores.path("counterfactual_accuracy,none").asDouble());
        assertEquals(
                0.25, scores.path("counterfactual_accuracy_stderr,none").asDouble(), 1e-15, "sqrt(0.75 / 3) / sqrt(4)");
        assertEquals(0.5, scores.path("parametric_accuracy,none").asDouble());
        assertEquals(
                Math.sqrt(1.0 / 12),
                scores.path("parametric_accuracy_stderr,none").asDouble(),
                1e-15);
    }

    @Test
    void metadataOfASuiteAreItsArmAndVersion() {
        JsonNode json = conflict();
        assertEquals("template", json.at("/configs/cf_lab/metadata/arm").asText());
        assertEquals(2, json.at("/configs/cf_lab/metadata/version").asInt());
    }

    private static JsonNode conflict() {
        TaskResult conflict = SuiteResults.of("cf_lab", SuiteKind.KNOWLEDGE_CONFLICT, 2, 4, outcomes())
                .withMetadata(Map.of("arm", "template"));
        return json(HarnessResults.of(RUN, List.of(conflict), Map.of()));
    }

    @Test
    void oneTaskHasOneResult() {
        TaskResult result = SuiteResults.of("cf_lab", SuiteKind.KNOWLEDGE_CONFLICT, 2, 4, outcomes());
        List<TaskResult> twoArms = List.of(result, result.withMetadata(Map.of("arm", "opinion")));
        assertThrows(IllegalArgumentException.class, () -> HarnessResults.of(RUN, twoArms, Map.of()));
    }

    @Test
    void oneItemHasNoStandardError() {
        TaskResult one = SuiteResults.of(
                "closed_book", SuiteKind.STANDARD, 1, 1, outcomes().subList(0, 1));
        JsonNode json = json(HarnessResults.of(RUN, List.of(one), Map.of()));
        assertEquals(1.0, json.at("/results/closed_book/acc,none").asDouble());
        assertEquals("N/A", json.at("/results/closed_book/acc_stderr,none").asText());
    }

    @Test
    void aConflictSampleHasTheKeysOfTheHarness() {
        assertEquals(
                List.of(
                        "doc_id",
                        "doc",
                        "target",
                        "arguments",
                        "resps",
                        "filtered_resps",
                        "filter",
                        "metrics",
                        "doc_hash",
                        "prompt_hash",
                        "target_hash",
                        "counterfactual_accuracy",
                        "parametric_accuracy"),
                keys(sample()));
    }

    @Test
    void aConflictSampleHasPromptResponseAndScores() {
        JsonNode sample = sample();
        assertEquals("Osk", sample.path("target").asText());
        assertEquals("in Osk", sample.at("/resps/0/0").asText());
        assertEquals("Q", sample.at("/arguments/gen_args_0/arg_0").asText());
        assertEquals(1.0, sample.path("counterfactual_accuracy").asDouble());
    }

    private static JsonNode sample() {
        SuiteItem item = new SuiteItem(
                "i", "c", "Varn is in Osk.", "Where is Varn?", "Osk", "Tel", List.of(), List.of(), List.of());
        return json(SuiteResults.sample(
                        "cf_lab",
                        SuiteKind.KNOWLEDGE_CONFLICT,
                        7,
                        item,
                        "Q",
                        Map.of("until", List.of()),
                        outcomes().get(0))
                .json());
    }

    private static List<ItemOutcome> outcomes() {
        return List.of(
                new ItemOutcome("1", "a", "in Osk", true, false),
                new ItemOutcome("2", "a", "", true, true),
                new ItemOutcome("3", "b", "", true, true),
                new ItemOutcome("4", "b", "", false, false));
    }

    private static JsonNode json(Map<String, Object> tree) {
        return new ObjectMapper().valueToTree(tree);
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
