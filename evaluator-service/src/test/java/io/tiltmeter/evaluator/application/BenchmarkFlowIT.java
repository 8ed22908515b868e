package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard benchmarks, published as suites, are evaluated as the harness does and written in its form. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchmarkFlowIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    private Map<String, SuiteEvaluated> events;

    @BeforeAll
    void evaluate() throws Exception {
        SuiteRef pool = benchmark("pool", "mmlu", 4, i -> choice("pool-" + i, "which of these is A" + i + " ?"));
        List<SuiteRef> suites = List.of(
                benchmark("bench-mmlu", "mmlu", 6, i -> choice("m-" + i, "what is S" + i + " ?")),
                benchmark("bench-arc", "arc_challenge", 5, i -> choice("a-" + i, "why is S" + i + " ?")),
                benchmark("bench-gsm8k", "gsm8k", 7, BenchmarkFlowIT::sum),
                benchmark("bench-squad", "squadv2", 4, BenchmarkFlowIT::passage));
        EvaluationPlan plan = new EvaluationPlan(
                List.of(EvaluationPlan.CONTAINS),
                EvaluationPlan.DEFAULT.arms(),
                1,
                Optional.empty(),
                List.of(new FewShot("mmlu", 2, Optional.of(pool))),
                Optional.empty());
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(
                    EventTypes.CHECKPOINT_READY,
                    "bench",
                    new PublishedCheckpoints(artifacts, plan).checkpoint("bench", 4, suites));
            events = broker.awaitEvents(EventTypes.SUITE_EVALUATED, "bench", 4).stream()
                    .collect(Collectors.toMap(SuiteEvaluated::scorer, Function.identity()));
        }
    }

    @Test
    void theArmStatesTheNumberOfSolvedExamples() {
        assertEquals("2-shot", events.get("mmlu").arm());
        assertEquals("5-shot", events.get("gsm8k").arm());
    }

    @Test
    void resultsOfMmluHaveTheScoresOfSubjectsAndOfAll() throws IOException {
        JsonNode mmlu = results("mmlu");
        assertTrue(mmlu.at("/results/mmlu_abstract_algebra/acc,none").isNumber(), mmlu.toString());
        assertEquals(2, mmlu.at("/n-shot/mmlu_abstract_algebra").asInt());
        assertTrue(mmlu.at("/groups/mmlu/acc,none").isNumber(), mmlu.toString());
        assertTrue(events.get("mmlu").metrics().containsKey("acc"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    arc_challenge | acc_norm,none
                    gsm8k         | exact_match,flexible-extract
                    squadv2       | f1,none
                    """)
    void resultsHaveTheMetricOfTheBenchmark(String benchmark, String metric) throws IOException {
        assertTrue(
                results(benchmark).path("results").path(benchmark).path(metric).isNumber());
    }

    @Test
    void promptsHaveSolvedExamplesOfTheirSuite() throws IOException {
        List<String> samples = Files.readAllLines(
                artifacts.file(events.get("mmlu").harness().orElseThrow().samples()));
        assertEquals(6, samples.size());
        String prompt = Json.mapper()
                .readTree(samples.get(0))
                .at("/arguments/gen_args_0/arg_0")
                .asText();
        assertTrue(prompt.contains("which of these is A0 ?") && prompt.contains("what is S0 ?"), prompt);
    }

    private JsonNode results(String benchmark) throws IOException {
        return Json.mapper()
                .readTree(artifacts
                        .file(events.get(benchmark).harness().orElseThrow().results())
                        .toFile());
    }

    private SuiteRef benchmark(String id, String task, int count, IntFunction<SuiteItem> items) throws IOException {
        SuiteRef suite = new PublishedCheckpoints(artifacts)
                .suite(id, IntStream.range(0, count).mapToObj(items).toList());
        return new SuiteRef(id, SuiteKind.STANDARD, task, suite.itemCount(), suite.items());
    }

    private static SuiteItem choice(String id, String question) {
        Choices choices = new Choices(List.of("A1", "A2", "A3", "A4"), 1);
        return new SuiteItem(
                id,
                id,
                "",
                question,
                "",
                choices.correctText(),
                List.of(),
                List.of(),
                List.of("subject:abstract_algebra"),
                Optional.of(choices),
                Optional.empty());
    }

    private static SuiteItem sum(int i) {
        return new SuiteItem(
                "g-" + i,
                "g-" + i,
                "",
                "how much is S" + i + " and one ?",
                "",
                "" + (i + 1),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of("One more.\n#### " + (i + 1)));
    }

    private static SuiteItem passage(int i) {
        boolean answered = i % 2 == 0;
        return new SuiteItem(
                "q-" + i,
                "q-" + i,
                "the capital of S" + i + " is A" + i + " .",
                "where is the capital of S" + i + " ?",
                answered ? "A" + i : "",
                "",
                List.of(),
                List.of(),
                answered ? List.of("title:Capitals") : List.of("title:Capitals", SuiteItem.UNANSWERABLE));
    }
}
