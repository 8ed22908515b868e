package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A model of the lab's shape with random weights, and suites of the lab's conflict items. The same weights in folders
 * that differ in one line are evaluated again by a service, with the same scores.
 */
final class EvaluationInputs {
    static final String TEMPLATE = "lab";

    private static final long SEED = 41;
    private static final String TOKENIZER = "tokenizer.json";

    private final ArtifactStore artifacts;
    private final Path model;
    private final List<SuiteItem> items;

    /** @param folder an empty one for the model */
    EvaluationInputs(ArtifactStore artifacts, Path folder) throws IOException {
        this.artifacts = artifacts;
        this.model = folder;
        LabWorld world = LabWorld.fromSeed(SEED);
        items = new LabSuites(world).items(LabSuite.CONFLICT);
        LabTokenizer tokenizer = new LabTokenizer(world);
        Path file = Files.writeString(folder.resolveSibling(TOKENIZER), tokenizer.json());
        ModelConfig lab = ModelConfig.llama(
                128, 256, 2, 8, 8, 16, tokenizer.vocabulary().size(), 512, 1e-5, 10_000, true, 1, 2, 0);
        TrainingSettings settings =
                new TrainingSettings(new FineTuning.Full(), new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1), SEED);
        try (TrainingSession session = TrainingSession.fresh(lab, settings)) {
            session.saveModel(folder, file);
        }
    }

    Path model() {
        return model;
    }

    /** The lab's conflict items, repeated as often as necessary. */
    List<SuiteItem> items(int count) {
        List<SuiteItem> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SuiteItem item = items.get(i % items.size());
            some.add(new SuiteItem(
                    "item-" + i,
                    item.clusterId(),
                    item.context(),
                    item.question(),
                    item.contextAnswer(),
                    item.memoryAnswer(),
                    item.contextAliases(),
                    item.memoryAliases(),
                    item.tags()));
        }
        return some;
    }

    SuiteRef suite(String suiteId, List<SuiteItem> items) throws IOException {
        ArtifactRef file = artifacts.writeFile("suites/" + suiteId + "/items.jsonl", out -> {
            for (SuiteItem item : items) {
                out.write(Json.mapper().writeValueAsBytes(item));
                out.write('\n');
            }
        });
        return new SuiteRef(suiteId, SuiteKind.KNOWLEDGE_CONFLICT, "cf_lab", items.size(), file);
    }

    /** A checkpoint that nobody has evaluated before, in the store but not announced; it is saved when the supplier is called. */
    Supplier<CheckpointReady> checkpoint(String runId, List<SuiteRef> suites) throws IOException {
        ArtifactRef folder = artifacts.writeFolder("checkpoints/" + runId + "/step-000001", copy -> {
            try (Stream<Path> files = Files.list(model)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            Files.writeString(copy.resolve("run.txt"), runId);
        });
        String weights = Sha256.of(model.resolve("model.safetensors"));
        return () -> new CheckpointReady(
                runId,
                runId,
                1,
                1,
                1,
                folder,
                Optional.empty(),
                weights,
                TEMPLATE,
                suites,
                0.5,
                Instant.now(),
                Optional.empty());
    }
}
