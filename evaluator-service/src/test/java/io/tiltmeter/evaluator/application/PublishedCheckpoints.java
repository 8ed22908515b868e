package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Stores checkpoints and suites as the other services do, and makes the events about them. */
public final class PublishedCheckpoints {
    /** Greedy answers, scored by {@code contains}. */
    static final EvaluationPlan CONTAINS = new EvaluationPlan(
            List.of(EvaluationPlan.CONTAINS),
            EvaluationPlan.DEFAULT.arms(),
            EvaluationPlan.DEFAULT_LOGPROB_THRESHOLD_NATS,
            Optional.empty(),
            List.of(),
            Optional.empty());

    private final ArtifactStore artifacts;
    private final EvaluationPlan plan;

    public PublishedCheckpoints(ArtifactStore artifacts) {
        this(artifacts, CONTAINS);
    }

    public PublishedCheckpoints(ArtifactStore artifacts, EvaluationPlan plan) {
        this.artifacts = artifacts;
        this.plan = plan;
    }

    /** A whole checkpoint in the store, to be evaluated on these suites. */
    public CheckpointReady checkpoint(String runId, int step, List<SuiteRef> suites) throws IOException {
        String path = "checkpoints/%s/step-%06d".formatted(runId, step);
        ArtifactRef model = artifacts.writeFolder(path, folder -> TinyCheckpoint.write(folder, step));
        return publish(runId, step, model, weights(artifacts.folder(model)), suites);
    }

    /** An adapter in the store, beside a whole checkpoint there. */
    public CheckpointReady adapter(String runId, int step, CheckpointReady base, List<SuiteRef> suites)
            throws IOException {
        String path = "checkpoints/%s/step-%06d".formatted(runId, step);
        Path baseFolder = artifacts.folder(base.model());
        ArtifactRef adapter =
                artifacts.writeFolder(path, folder -> TinyCheckpoint.writeAdapter(baseFolder, folder, step, 3));
        Path folder = artifacts.folder(adapter);
        String weights = WeightsHash.ofAdapter(
                Map.of(
                        "adapter_config.json", Sha256.of(folder.resolve("adapter_config.json")),
                        "adapter_model.safetensors", Sha256.of(folder.resolve("adapter_model.safetensors"))),
                base.model());
        return new CheckpointReady(
                runId,
                runId,
                step,
                250,
                step / 250.0,
                adapter,
                Optional.of(base.model()),
                weights,
                "lab",
                suites,
                0.5,
                Instant.now(),
                Optional.of(plan));
    }

    public CheckpointReady publish(String runId, int step, ArtifactRef model, String weights, List<SuiteRef> suites) {
        return new CheckpointReady(
                runId,
                runId,
                step,
                250,
                step / 250.0,
                model,
                Optional.empty(),
                weights,
                "lab",
                suites,
                0.5,
                Instant.now(),
                Optional.of(plan));
    }

    /** A conflict suite in the store: the context says one answer, memory another. */
    public SuiteRef conflictSuite(String suiteId, int itemCount) throws IOException {
        List<SuiteItem> items = IntStream.range(0, itemCount)
                .mapToObj(i -> item(suiteId, i, "A" + i % 20, "A" + (i + 1) % 20))
                .toList();
        return suite(suiteId, items);
    }

    public SuiteRef suite(String suiteId, List<SuiteItem> items) throws IOException {
        ArtifactRef file = artifacts.writeFile("suites/" + suiteId + "/items.jsonl", out -> {
            for (SuiteItem item : items) {
                out.write(Json.mapper().writeValueAsBytes(item));
                out.write('\n');
            }
        });
        return new SuiteRef(suiteId, SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", items.size(), file);
    }

    static SuiteItem item(int i, String contextAnswer, String memoryAnswer) {
        return item("fact", i, contextAnswer, memoryAnswer);
    }

    /** @param cluster distinguishes the items of one suite from those of others */
    private static SuiteItem item(String cluster, int i, String contextAnswer, String memoryAnswer) {
        String subject = "S" + i % 10;
        return new SuiteItem(
                "item-" + i,
                cluster + "-" + i / 2,
                "the capital of " + subject + " is " + contextAnswer + " ." + " filler".repeat(i % 3),
                "where is the capital of " + subject + " ?",
                contextAnswer,
                memoryAnswer,
                List.of(),
                List.of(),
                List.of());
    }

    private static String weights(Path folder) throws IOException {
        return Sha256.of(folder.resolve("model.safetensors"));
    }
}
