package io.tiltmeter.trainer.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicetest.TestWithBroker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters on runs and on Hugging Face folders of every family. */
@QuarkusTest
class AdapterFlowIT extends TestWithBroker {
    private static final ContinuationIds QUESTION = new ContinuationIds(new int[] {1, 9, 10}, new int[] {11, 12, 2});

    @ConfigProperty(name = "tiltmeter.trainer.models-directory")
    Path modelsDirectory;

    @Inject
    ArtifactStore artifacts;

    @BeforeEach
    void open() throws IOException {
        broker.publish(EventTypes.MIXTURE_READY, "adapter-docs", mixture());
    }

    @Test
    void everyCheckpointOfALoraRunIsAnAdapterBesideTheLastOneOfItsBase() throws IOException {
        String base = RunCalls.start(RunCalls.fresh("adapter-base", "adapter-docs", "\"max_steps\": 3"));
        String id = RunCalls.start("""
            {"run_name": "adapters", "model_name_or_path": "run:%s", "mixture": "adapter-docs",
             "finetuning_type": "lora", "lora_target_modules": ["q_proj", "down_proj"], "lora_dropout": 0.1,
             "learning_rate": 0.05, "max_steps": 6, "save_steps": 3, "save_early_ratios": []}\
            """.formatted(base));
        RunCalls.await(id, RunStatus.COMPLETED);
        CheckpointReady last = published(base, 3);
        assertEquals(Optional.empty(), last.base());
        ContinuationScore before = score(last);
        for (int step : List.of(0, 3, 6)) {
            CheckpointReady checkpoint = published(id, step);
            assertEquals(Optional.of(last.model()), checkpoint.base());
            assertEquals(
                    List.of("adapter_config.json", "adapter_model.safetensors", "manifest.json", "tokenizer.json"),
                    names(checkpoint.model()));
            assertEquals(hash(checkpoint), checkpoint.weightsSha256());
            assertEquals(step == 0, before.equals(score(checkpoint)), "answers of step " + step);
        }
        assertEquals(
                Optional.of(last.model()),
                RunCalls.checkpoints(id).checkpoints().get(0).base());

        List<Map<String, String>> faults = RunCalls.faults("""
            {"run_name": "on-adapters", "model_name_or_path": "run:%s", "mixture": "adapter-docs"}\
            """.formatted(id));
        assertTrue(faults.get(0).get("limit").contains("saves adapters"), faults.toString());
    }

    @ParameterizedTest
    @CsvSource({"gptneox", "mistral-gqa", "llama-sharded-bf16"})
    void aFolderOfAnyFamilyIsTrainedEveryWay(String family) throws IOException {
        copyModel(family);
        for (String type : List.of("full", "qk_only", "lora")) {
            String id = RunCalls.start("""
                {"run_name": "%s-%s", "model_name_or_path": "tiny/%s", "mixture": "adapter-docs",
                 "finetuning_type": "%s", "learning_rate": 0.01, "max_steps": 2, "bf16": true, "packing": true,
                 "gradient_checkpointing": true}\
                """.formatted(family, type.replace('_', '-'), family, type));
            RunCalls.await(id, RunStatus.COMPLETED);
            CheckpointReady first = published(id, 0);
            CheckpointReady last = published(id, 2);
            assertEquals(type.equals("lora"), first.base().isPresent(), id);
            assertFalse(score(first).equals(score(last)), id + " has not learnt");
            if (type.equals("lora")) {
                assertEquals(first.base(), last.base());
                assertTrue(first.base().get().path().matches("base-models/[0-9a-f]{16}/" + family + "/manifest.json"));
            }
        }
    }

    @Test
    void modulesThatTheModelDoesNotHaveAreRefusedOrFailTheRun() throws IOException {
        copyModel("gptneox");
        String request = """
            {"run_name": "no-such-module", "model_name_or_path": "%s", "mixture": "adapter-docs",
             "finetuning_type": "lora", "lora_target_modules": ["%s"], "max_steps": 2}\
            """;
        List<Map<String, String>> faults = RunCalls.faults(request.formatted("tiny/gptneox", "q_proj"));
        assertEquals(
                List.of("lora_target_modules"),
                faults.stream().map(fault -> fault.get("field")).toList());

        String base = RunCalls.start(RunCalls.fresh("module-base", "adapter-docs", "\"max_steps\": 1"));
        String id = RunCalls.start(request.formatted("run:" + base, "dense"));
        String reason = RunCalls.await(id, RunStatus.FAILED).reason();
        assertTrue(reason.contains("[dense] are not in a llama model") && reason.contains("q_proj"), reason);
    }

    @Test
    void aFolderThatCannotBeTrainedIsRefusedWithTheRequest() throws IOException {
        Path folder = modelsDirectory.resolve("wordless");
        Files.createDirectories(folder);
        Files.copy(ConformanceModels.FOLDER.resolve("llama-gqa/config.json"), folder.resolve("config.json"));
        String request = """
            {"run_name": "wordless", "model_name_or_path": "wordless", "mixture": "adapter-docs", "max_steps": 2}\
            """;
        String limit = RunCalls.faults(request).get(0).get("limit");
        assertTrue(limit.contains("has neither model.safetensors nor model.safetensors.index.json"), limit);
        assertTrue(limit.contains("has no tokenizer.json; put the one that the model was trained with"), limit);
    }

    @Test
    void aTokenThatTheEmbeddingHasNoRowForIsRefusedWithTheRequest() throws IOException {
        Path folder = modelsDirectory.resolve("padded");
        Files.createDirectories(folder);
        Path model = ConformanceModels.FOLDER.resolve("llama-mha");
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(model.resolve(file), folder.resolve(file));
        }
        ObjectNode tokenizer = (ObjectNode)
                Json.mapper().readTree(model.resolve("tokenizer.json").toFile());
        int id = 318;
        for (String token : List.of("<extra_1>", "<extra_2>", "[PAD]")) {
            ((ArrayNode) tokenizer.path("added_tokens"))
                    .addObject()
                    .put("id", id++)
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\": \"[PAD]\"}");
        String limit = RunCalls.faults("""
            {"run_name": "padded", "model_name_or_path": "padded", "mixture": "adapter-docs", "max_steps": 2}\
            """).get(0).get("limit");
        assertTrue(limit.contains("pad_token '[PAD]' has id 320, and the embedding has rows for ids 0 to 319"), limit);
        assertTrue(limit.contains("resize the embedding"), limit);
    }

    private MixtureReady mixture() throws IOException {
        return new TinyWorld(artifacts).documents("adapter-docs", 30);
    }

    /** The tiny conformance model below the models directory, with the mixture's tokenizer. */
    private void copyModel(String family) throws IOException {
        ConformanceModels.copy(
                family,
                modelsDirectory.resolve("tiny").resolve(family),
                artifacts,
                mixture().tokenizer().orElseThrow());
    }

    private CheckpointReady published(String runId, int step) {
        return Awaitility.await()
                .until(
                        () -> broker.events(EventTypes.CHECKPOINT_READY, runId).stream()
                                .filter(checkpoint -> checkpoint.step() == step)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private ContinuationScore score(CheckpointReady checkpoint) throws IOException {
        Path folder = artifacts.folder(checkpoint.model());
        if (checkpoint.base().isEmpty()) {
            try (LanguageModel model = LanguageModel.load(folder)) {
                return model.logLikelihoods(List.of(QUESTION)).get(0);
            }
        }
        try (LanguageModel model =
                LanguageModel.load(artifacts.folder(checkpoint.base().get()))) {
            model.useAdapter(folder);
            return model.logLikelihoods(List.of(QUESTION)).get(0);
        }
    }

    private String hash(CheckpointReady checkpoint) throws IOException {
        Path folder = artifacts.folder(checkpoint.model());
        return WeightsHash.ofAdapter(
                Map.of(
                        "adapter_config.json", Sha256.of(folder.resolve("adapter_config.json")),
                        "adapter_model.safetensors", Sha256.of(folder.resolve("adapter_model.safetensors"))),
                checkpoint.base().orElseThrow());
    }

    private List<String> names(ArtifactRef folder) throws IOException {
        try (Stream<Path> files = Files.list(artifacts.folder(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
