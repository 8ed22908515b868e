package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts, draws, requests, hashes, filters, metrics and results against those of the harness ({@link HarnessGolden}). */
class HarnessConformanceTest {
    private static final String CASES = """
            mmlu_0_shot,    mmlu_abstract_algebra,       0
            mmlu_0_shot,    mmlu_high_school_us_history, 0
            mmlu_0_shot,    mmlu_philosophy,             0
            mmlu_5_shot,    mmlu_abstract_algebra,       5
            mmlu_5_shot,    mmlu_high_school_us_history, 5
            mmlu_5_shot,    mmlu_philosophy,             5
            arc_0_shot,     arc_challenge,               0
            arc_4_shot,     arc_challenge,               4
            gsm8k_default,  gsm8k,                       5
            squadv2_0_shot, squadv2,                     0""";

    private final HarnessGolden golden = new HarnessGolden();

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void promptsEqualThoseOfTheHarness(String run, String task, int shots) {
        BenchmarkTask asked = task(run, task, shots);
        for (JsonNode sample : golden.samples(run, task)) {
            SuiteItem item = asked.items().get(sample.path("doc_id").asInt());
            assertEquals(sample.path("prompt").asText(), asked.prompt(item));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void samplesEqualThoseOfTheHarness(String run, String task, int shots) {
        List<HarnessSample> samples = BenchmarkSamples.of(task(run, task, shots), golden.answers(run, task))
                .get(task);
        List<JsonNode> expected = new ArrayList<>();
        golden.samples(run, task).forEach(expected::add);
        assertEquals(expected.size(), samples.size());
        for (int i = 0; i < samples.size(); i++) {
            JsonNode json = new ObjectMapper().valueToTree(samples.get(i).json());
            JsonNode wanted = expected.get(i);
            for (String key :
                    List.of("doc_id", "target", "resps", "filtered_resps", "filter", "prompt_hash", "target_hash")) {
                assertEquals(wanted.path(key), json.path(key), key + " of sample " + i);
            }
            for (int request = 0; request < wanted.path("arguments").size(); request++) {
                JsonNode arguments = json.path("arguments").path("gen_args_" + request);
                assertEquals(wanted.path("prompt"), arguments.path("arg_0"));
                assertEquals(wanted.path("arguments").get(request), arguments.path("arg_1"));
            }
            JsonNode metrics = wanted.path("metrics");
            metrics.fieldNames()
                    .forEachRemaining(metric -> assertEquals(
                            metrics.path(metric).asDouble(), json.path(metric).asDouble(), 0, metric));
            assertEquals(shots, json.path("fewshot_ids").size(), "the examples are named besides");
            assertDocument(task, wanted, json);
        }
    }

    /** A suite does not keep the positions of SQuAD's answers, so that the hash of their documents differs. */
    private static void assertDocument(String task, JsonNode wanted, JsonNode json) {
        if (task.equals("squadv2")) {
            assertNotEquals(wanted.path("doc_hash"), json.path("doc_hash"));
            assertEquals(wanted.path("doc").path("question"), json.path("doc").path("question"));
        } else {
            assertEquals(wanted.path("doc"), json.path("doc"));
            assertEquals(wanted.path("doc_hash"), json.path("doc_hash"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mmlu_0_shot,mmlu_philosophy,0",
        "mmlu_5_shot,mmlu_abstract_algebra,5",
        "arc_0_shot,arc_challenge,0",
        "arc_4_shot,arc_challenge,4",
        "gsm8k_default,gsm8k,5"
    })
    void taskHashesEqualThoseOfTheHarness(String run, String task, int shots) {
        List<HarnessSample> samples = BenchmarkSamples.of(task(run, task, shots), golden.answers(run, task))
                .get(task);
        assertEquals(
                golden.run(run).path("tasks").path(task).path("task_hash").asText(), HarnessSample.taskHash(samples));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void resultsEqualThoseOfTheHarness(String run, String task, int shots) {
        BenchmarkTask asked = task(run, task, shots);
        Map<String, BenchmarkAnswer> answers = golden.answers(run, task);
        List<ItemOutcome> outcomes = asked.items().stream()
                .map(item -> asked.outcome(item, answers.get(item.id())))
                .toList();
        TaskResult result = BenchmarkResults.of(asked, outcomes).get(0);
        JsonNode expected = golden.run(run).path("results").path(task);
        assertEquals(task, result.task());
        assertEquals(
                golden.run(run).path("versions").path(task).asDouble(),
                result.version().doubleValue());
        assertEquals(
                golden.run(run).path("n-samples").path(task).path("effective").asInt(), result.effective());
        int compared = 0;
        for (MetricValue value : result.metrics()) {
            if (expected.path(value.metric().errorKey()).isNumber()) {
                assertEquals(expected.path(value.metric().resultKey()).asDouble(), value.value(), 1e-12);
                assertEquals(
                        expected.path(value.metric().errorKey()).asDouble(),
                        value.standardError().orElseThrow(),
                        1e-12);
                compared++;
            }
        }
        assertEquals(task.startsWith("mmlu") ? 1 : task.equals("squadv2") ? 0 : 2, compared);
    }

    private BenchmarkTask task(String run, String task, int shots) {
        Benchmark benchmark = Benchmark.named(task).orElseThrow();
        return BenchmarkTask.of(benchmark, golden.items(run, task), shots, golden.pool(task), 1234);
    }
}
