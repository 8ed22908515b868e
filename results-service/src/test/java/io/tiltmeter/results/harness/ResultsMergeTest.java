package io.tiltmeter.results.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.results.harness.ResultsMerge.Fragment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsMergeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static Fragment fragment(String suite, String arm, String scorer, String json) throws Exception {
        return new Fragment(suite, arm, scorer, MAPPER.readTree(json.replace('\'', '"')));
    }

    @Test
    void suitesAreMergedKeyByKeyAndTheFirstOfOtherFieldsWins() throws Exception {
        JsonNode merged = ResultsMerge.of(
                List.of(fragment("a", "template", "contains", """
                        {'results': {'cf_lab': {'counterfactual_accuracy,none': 0.5, 'alias': 'cf_lab'}},
                         'versions': {'cf_lab': 1}, 'model_sha': 'ab', 'date': 1.5}"""), fragment("b", "0-shot", "arc_challenge", """
                        {'results': {'arc_challenge': {'acc,none': 0.25}}, 'n-shot': {'arc_challenge': 0},
                         'model_sha': 'ab', 'date': 2.5}""")));
        assertEquals(MAPPER.readTree("""
                {"results": {"cf_lab": {"counterfactual_accuracy,none": 0.5, "alias": "cf_lab"},
                  "arc_challenge": {"acc,none": 0.25}},
                 "versions": {"cf_lab": 1}, "model_sha": "ab", "date": 1.5, "n-shot": {"arc_challenge": 0},
                 "tiltmeter": {
                  "merged": [{"suite": "a", "arm": "template", "scorer": "contains", "renamed": false},
                   {"suite": "b", "arm": "0-shot", "scorer": "arc_challenge", "renamed": false}],
                  "differing": {"date": [{"suite": "b", "arm": "0-shot", "scorer": "arc_challenge",
                   "value": 2.5}]}}}"""), merged);
    }

    @Test
    void theTasksOfAFurtherArmAreRenamedTogetherWithTheirGroup() throws Exception {
        String mmlu = """
                {'results': {'mmlu': {'acc,none': %s, 'alias': 'mmlu'}, 'mmlu_anatomy': {'acc,none': %s}},
                 'groups': {'mmlu': {'acc,none': %s}}, 'group_subtasks': {'mmlu': ['mmlu_anatomy']},
                 'configs': {'mmlu_anatomy': {'task': 'mmlu_anatomy'}}}""";
        JsonNode merged = ResultsMerge.of(List.of(
                fragment("m", "0-shot", "mmlu", mmlu.formatted(0.25, 0.5, 0.25)),
                fragment("m", "5-shot", "mmlu", mmlu.formatted(0.3, 0.6, 0.3))));
        assertEquals(0.25, merged.at("/results/mmlu/acc,none").asDouble());
        assertEquals(0.3, merged.at("/results/mmlu@5-shot/acc,none").asDouble());
        assertEquals("mmlu@5-shot", merged.at("/results/mmlu@5-shot/alias").asText());
        assertEquals(0.3, merged.at("/groups/mmlu@5-shot/acc,none").asDouble());
        assertEquals(
                "mmlu_anatomy@5-shot",
                merged.at("/group_subtasks/mmlu@5-shot/0").asText());
        assertEquals(
                "mmlu_anatomy@5-shot",
                merged.at("/configs/mmlu_anatomy@5-shot/task").asText());
        assertEquals(0, merged.at("/tiltmeter/differing").size());
    }

    @Test
    void scorersOfOneSuiteAndArmAddTheirMetricsToOneTask() throws Exception {
        JsonNode merged = ResultsMerge.of(List.of(
                fragment("a", "template", "contains", "{'results': {'cf_lab': {'context,contains': 0.5, 'x': 1}}}"),
                fragment("a", "template", "logprob", "{'results': {'cf_lab': {'context,logprob': 0.6, 'x': 2}}}")));
        assertEquals(0.6, merged.at("/results/cf_lab/context,logprob").asDouble());
        assertEquals(1, merged.at("/results/cf_lab/x").asInt());
        assertEquals(
                2,
                merged.at("/tiltmeter/differing")
                        .path("results/cf_lab/x")
                        .path(0)
                        .path("value")
                        .asInt());
    }
}
