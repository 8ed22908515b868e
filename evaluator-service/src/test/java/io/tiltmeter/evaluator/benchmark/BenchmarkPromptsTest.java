package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.BenchmarkResponses;
import io.tiltmeter.evaluator.evaluation.PromptRunner;
import io.tiltmeter.evaluator.evaluation.SavedResponses;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Likelihoods and picks of tiny models against those of the harness, on the multiple-choice cases of the conformance data:
 * the set beside the language model's tests, and the one of {@code conformance.dir} or beside the checkout.
 */
class BenchmarkPromptsTest {
    private static final double TOLERANCE_NATS = 1e-4;
    private static final List<SuiteItem> PASSAGES = IntStream.range(0, 6)
            .mapToObj(i -> new SuiteItem(
                    "i" + i,
                    "c",
                    "The river ran " + "past the mill ".repeat(i) + "to the sea.",
                    "Where did the river run?",
                    "the sea",
                    "",
                    List.of(),
                    List.of(),
                    List.of("title:River")))
            .toList();

    static List<Path> roots() {
        List<Path> roots = new ArrayList<>(List.of(Path.of("../language-model/src/test/resources/conformance")));
        String given = System.getProperty("conformance.dir", "");
        Path beside = Path.of("../../shared/conformance");
        if (!given.isBlank()) {
            roots.add(
                    Files.isDirectory(Path.of(given))
                            ? Path.of(given)
                            : Path.of("..").resolve(given));
        } else if (Files.isDirectory(beside)) {
            roots.add(beside);
        }
        return roots;
    }

    static Stream<Arguments> cases() {
        return roots().stream()
                .flatMap(root ->
                        Stream.of(Arguments.of(root, "arc", "arc_challenge"), Arguments.of(root, "mmlu", "mmlu")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void picksEqualThoseOfTheHarness(Path root, String key, String name) throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(Files.readAllBytes(root.resolve("scoring").resolve("multiple_choice.json")));
        JsonNode golden = json.path(key);
        List<SuiteItem> items = new ArrayList<>();
        golden.path("items").forEach(item -> items.add(item(item, "item-" + items.size())));
        assertFalse(items.isEmpty(), "there are cases");
        BenchmarkTask task = BenchmarkTask.of(
                Benchmark.named(name).orElseThrow(),
                items,
                new FewShot(name, FewShot.BENCHMARKS_OWN, Optional.empty()),
                List.of());
        Path folder = root.resolve("models").resolve(golden.path("model").asText());
        Path tokenizerJson = root.resolve("tokenizers")
                .resolve(json.path("tokenizer").asText())
                .resolve("tokenizer.json");
        try (LanguageModel model = LanguageModel.load(folder);
                Tokenizer tokenizer = Tokenizer.load(tokenizerJson)) {
            BenchmarkPrompts prompts = new BenchmarkPrompts(task, tokenizer, model.config());
            List<BenchmarkAnswer> answers = answers(new AnsweringModel(model, tokenizer), prompts, items);
            List<ItemOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                JsonNode expected = golden.path("items").get(i);
                assertEquals(expected.path("context").asText(), task.prompt(items.get(i)));
                assertRequests(expected, prompts.requests(items.get(i)), answers.get(i));
                outcomes.add(task.outcome(items.get(i), answers.get(i)));
                for (BenchmarkMetric metric : task.benchmark().metrics()) {
                    assertEquals(
                            expected.path(metric.name()).asDouble(),
                            outcomes.get(i).metrics().get(metric.name()),
                            metric + " of item " + i);
                }
            }
            assertMeans(golden.path("aggregate"), BenchmarkResults.of(task, outcomes));
        }
    }

    private static void assertRequests(JsonNode expected, List<ContinuationIds> requests, BenchmarkAnswer answer) {
        assertEquals(expected.path("per_choice").size(), requests.size());
        for (int choice = 0; choice < requests.size(); choice++) {
            JsonNode golden = expected.path("per_choice").get(choice);
            int[] context = ids(golden.path("context_ids"));
            int[] sent = requests.get(choice).contextIds();
            assertArrayEquals(Arrays.copyOfRange(context, context.length - sent.length, context.length), sent);
            assertEquals(golden.path("truncated").asBoolean(), sent.length < context.length);
            assertArrayEquals(
                    ids(golden.path("continuation_ids")), requests.get(choice).continuationIds());
            BenchmarkAnswer.Likelihood likelihood = answer.likelihoods().get(choice);
            assertEquals(golden.path("loglikelihood_f64").asDouble(), likelihood.logLikelihoodNats(), TOLERANCE_NATS);
            assertEquals(golden.path("is_greedy").asBoolean(), likelihood.greedy());
        }
    }

    private static void assertMeans(JsonNode aggregate, List<TaskResult> results) {
        int items = results.stream().mapToInt(TaskResult::effective).sum();
        for (MetricValue any : results.get(0).metrics()) {
            double right = 0;
            for (TaskResult result : results) {
                right += result.effective()
                        * result.metrics().stream()
                                .filter(value -> value.metric().equals(any.metric()))
                                .findFirst()
                                .orElseThrow()
                                .value();
            }
            assertEquals(aggregate.path(any.metric().name()).asDouble(), right / items, 1e-12);
        }
    }

    static Stream<Path> speakingModels() throws IOException {
        try (Stream<Path> folders = Files.list(roots().get(0).resolve("models"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("tokenizer.json"))).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("speakingModels")
    void aLongPromptKeepsItsEnd(Path folder) {
        try (Passages passages = Passages.of(folder)) {
            int positions = passages.model().config().maxPositionEmbeddings();
            for (SuiteItem item : PASSAGES) {
                int[] uncut = passages.tokenizer().encode(passages.task().prompt(item));
                assertArrayEquals(
                        Arrays.copyOfRange(uncut, Math.max(0, uncut.length - positions + 16), uncut.length),
                        passages.prompts().prompt(item).orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("speakingModels")
    void answersDoNotDependOnTheOtherItems(Path folder) {
        try (Passages passages = Passages.of(folder)) {
            List<BenchmarkAnswer> together = passages.together();
            for (int i = 0; i < PASSAGES.size(); i++) {
                BenchmarkAnswer alone = passages.alone(PASSAGES.get(i));
                assertEquals(alone.generated(), together.get(i).generated());
                assertEquals(
                        alone.likelihoods().get(0).logLikelihoodNats(),
                        together.get(i).likelihoods().get(0).logLikelihoodNats(),
                        TOLERANCE_NATS);
            }
            assertEquals(together, passages.together(), "a second time, to the last digit");
        }
    }

    @ParameterizedTest
    @MethodSource("speakingModels")
    void aTextEndsAtTheFirstStopString(Path folder) {
        try (Passages passages = Passages.of(folder)) {
            for (SuiteItem item : PASSAGES) {
                int[] greedy = passages.model()
                        .generateGreedily(
                                List.of(passages.prompts().prompt(item).orElseThrow()),
                                16,
                                passages.prompts().settings().orElseThrow().stopTokenIds())
                        .get(0);
                String text = passages.tokenizer().decode(greedy);
                int stop = text.indexOf('\n');
                assertEquals(
                        stop < 0 ? text : text.substring(0, stop),
                        passages.alone(item).generated());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("speakingModels")
    void aSmallModelKeepsHalfOfItsPositionsForThePrompt(Path folder) {
        SuiteItem item =
                new SuiteItem("1", "1", "", "How many? ".repeat(300), "", "7", List.of(), List.of(), List.of());
        BenchmarkTask task =
                BenchmarkTask.of(Benchmark.named("gsm8k").orElseThrow(), List.of(item), 0, List.of(), 1234);
        try (LanguageModel model = LanguageModel.load(folder);
                Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"))) {
            int positions = model.config().maxPositionEmbeddings();
            BenchmarkPrompts prompts = new BenchmarkPrompts(task, tokenizer, model.config());
            assertEquals(Math.min(256, positions / 2), prompts.maxNewTokens());
            assertEquals(
                    positions - prompts.maxNewTokens(), prompts.prompt(item).orElseThrow().length);
            BenchmarkAnswer answer = answers(new AnsweringModel(model, tokenizer), prompts, List.of(item))
                    .get(0);
            assertTrue(answer.likelihoods().isEmpty());
            assertFalse(answer.generated().contains("Question:"));
        }
    }

    /** A model with its prompts for passages of different lengths. */
    private record Passages(LanguageModel model, Tokenizer tokenizer, BenchmarkTask task, BenchmarkPrompts prompts)
            implements AutoCloseable {
        static Passages of(Path folder) {
            BenchmarkTask task =
                    BenchmarkTask.of(Benchmark.named("squadv2").orElseThrow(), PASSAGES, 2, List.of(), 1234);
            LanguageModel model = LanguageModel.load(folder);
            Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
            return new Passages(model, tokenizer, task, new BenchmarkPrompts(task, tokenizer, model.config(), 16));
        }

        List<BenchmarkAnswer> together() {
            return answers(new AnsweringModel(model, tokenizer), prompts, PASSAGES);
        }

        BenchmarkAnswer alone(SuiteItem item) {
            return answers(new AnsweringModel(model, tokenizer), prompts, List.of(item))
                    .get(0);
        }

        @Override
        public void close() {
            tokenizer.close();
            model.close();
        }
    }

    /** Answers to the items, which go through the model together. */
    private static List<BenchmarkAnswer> answers(
            AnsweringModel model, BenchmarkPrompts prompts, List<SuiteItem> items) {
        PromptRunner runner = new PromptRunner(new BatchPolicy(1 << 20, 1 << 10), SavedResponses.none(), done -> false);
        return new BenchmarkResponses(model, prompts)
                .responses(items, runner).stream()
                        .map(BenchmarkResponses::answer)
                        .toList();
    }

    private static SuiteItem item(JsonNode golden, String id) {
        Choices choices = new Choices(
                HarnessGolden.texts(golden.path("choices")), golden.path("gold").asInt());
        List<String> tags = golden.has("subject")
                ? List.of("subject:" + golden.path("subject").asText())
                : List.of();
        return new SuiteItem(
                id,
                id,
                "",
                golden.path("question").asText(),
                "",
                choices.correctText(),
                List.of(),
                List.of(),
                tags,
                Optional.of(choices));
    }

    private static int[] ids(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }
}
