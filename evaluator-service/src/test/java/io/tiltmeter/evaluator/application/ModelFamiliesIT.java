package io.tiltmeter.evaluator.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.AnswerGeneration;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.LikelihoodScoring;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.PromptRunner;
import io.tiltmeter.evaluator.evaluation.SavedResponses;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.FirstMentionScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random models of every family, with byte-level and SentencePiece vocabularies, evaluated by the service. */
@QuarkusTest
class ModelFamiliesIT {
    private static final Path CONFORMANCE = Path.of("..", "language-model/src/test/resources/conformance");
    private static final int POSITIONS = 1024;
    private static final int WINDOW = 64;
    private static final double NATS = 1e-3;
    private static final Arm ARM = EvaluationPlan.DEFAULT.arms().get(0);
    private static final PromptRunner ONE_BY_ONE =
            new PromptRunner(BatchPolicy.ONE_BY_ONE, SavedResponses.none(), done -> false);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ArtifactStore artifacts;

    @ParameterizedTest
    @CsvSource({
        "llama, llama-sharded-bf16, llama-sp-bpe, alpaca",
        "llama, llama-sharded-bf16, llama-sp-bpe, tulu",
        "mistral, llama-gqa, bytelevel-bpe-llama3, alpaca",
        "mistral, llama-gqa, bytelevel-bpe-llama3, tulu",
        "gpt_neox, gptneox, bytelevel-bpe, alpaca",
        "gpt_neox, gptneox, bytelevel-bpe, tulu"
    })
    void everyScorerScoresWhatTheModelAnswersByItself(String family, String weights, String tokenizer, String template)
            throws Exception {
        String run = family.replace('_', '-') + "-" + template;
        SuiteRef suite = new PublishedCheckpoints(artifacts).conflictSuite(run, 6);
        CheckpointReady checkpoint = checkpoint(run, template, model(run, family, weights, tokenizer), suite);
        Map<String, List<ItemOutcome>> outcomes = evaluate(checkpoint);
        List<SuiteItem> items = lines(suite.items(), SuiteItem.class);
        try (AnsweringModel model = AnsweringModel.load(artifacts.folder(checkpoint.model()))) {
            assertAnswers(model, template, items, outcomes);
            assertLikelihoods(model, template, items, outcomes.get(LogprobScorer.NAME));
        }
    }

    /** The outcomes by scorer. */
    private Map<String, List<ItemOutcome>> evaluate(CheckpointReady checkpoint) throws IOException {
        Map<String, List<ItemOutcome>> outcomes = new HashMap<>();
        try (TestBroker broker = new TestBroker(bootstrapServers)) {
            broker.publish(EventTypes.CHECKPOINT_READY, checkpoint.runId(), checkpoint);
            for (SuiteEvaluated event : broker.awaitEvents(EventTypes.SUITE_EVALUATED, checkpoint.runId(), 3)) {
                outcomes.put(event.scorer(), lines(event.outcomes(), ItemOutcome.class));
            }
        }
        return outcomes;
    }

    private static void assertAnswers(
            AnsweringModel model, String template, List<SuiteItem> items, Map<String, List<ItemOutcome>> outcomes) {
        List<String> answers = new AnswerGeneration(model, template, ARM)
                .generate(items, ONE_BY_ONE).stream()
                        .map(response -> response.texts().get(0))
                        .toList();
        for (String scorer : List.of(ContainsScorer.NAME, FirstMentionScorer.NAME)) {
            assertEquals(
                    answers,
                    outcomes.get(scorer).stream().map(ItemOutcome::generated).toList(),
                    scorer);
        }
        assertTrue(answers.stream().anyMatch(answer -> !answer.isBlank()), "all answers are empty");
    }

    private static void assertLikelihoods(
            AnsweringModel model, String template, List<SuiteItem> items, List<ItemOutcome> outcomes) {
        List<ModelResponse> likelihoods = new LikelihoodScoring(model, template).bothAnswers(ARM, items, ONE_BY_ONE);
        for (int i = 0; i < items.size(); i++) {
            assertEquals(
                    likelihoods.get(i).likelihoods().get(0).sumNats(),
                    outcomes.get(i).likelihoods().orElseThrow().contextAnswer().sumNats(),
                    NATS,
                    "item " + i);
        }
    }

    /** The random weights of the conformance data, which have no vocabulary of their own, with room for long prompts. */
    private ArtifactRef model(String run, String family, String weights, String tokenizer) throws IOException {
        return artifacts.writeFolder("checkpoints/" + run + "/step-000001", folder -> {
            try (Stream<Path> files = Files.list(CONFORMANCE.resolve("models").resolve(weights))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            Files.deleteIfExists(folder.resolve("tokenizer.json"));
            Files.copy(
                    CONFORMANCE.resolve("tokenizers").resolve(tokenizer).resolve("tokenizer.json"),
                    folder.resolve("tokenizer.json"));
            Path config = folder.resolve("config.json");
            ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readAllBytes(config));
            json.put("max_position_embeddings", POSITIONS);
            json.put("model_type", family);
            if (family.equals("mistral")) {
                json.putArray("architectures").add("MistralForCausalLM");
                json.put("sliding_window", WINDOW);
            }
            Files.write(config, Json.mapper().writeValueAsBytes(json));
        });
    }

    private CheckpointReady checkpoint(String run, String template, ArtifactRef model, SuiteRef suite)
            throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.list(artifacts.folder(model))) {
            for (Path file : files.toList()) {
                hashes.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return new CheckpointReady(
                run,
                run,
                1,
                250,
                1 / 250.0,
                model,
                Optional.empty(),
                WeightsHash.ofModel(hashes),
                template,
                List.of(suite),
                0.5,
                Instant.now(),
                Optional.of(EvaluationPlan.DEFAULT));
    }

    private <T> List<T> lines(ArtifactRef file, Class<T> type) throws IOException {
        List<T> lines = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(file))) {
            lines.add(Json.mapper().readValue(line, type));
        }
        return lines;
    }
}
