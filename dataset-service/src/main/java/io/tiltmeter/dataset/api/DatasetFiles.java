package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Makes the files of a dataset from its recipe. Made twice, they are the same bytes in the same places. */
@Singleton
public class DatasetFiles {
    private final ArtifactStore artifacts;

    public DatasetFiles(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * Writes a mixture's examples and tokenizer.
     *
     * @param abandoned asked now and then whether to stop
     * @return the news to tell once the dataset is stored as ready
     * @throws IOException if a file cannot be written whole, or it was told to stop
     */
    MixtureReady writeMixture(StoredDataset dataset, BooleanSupplier abandoned) throws IOException {
        MixtureRecipe recipe = MixtureRecipe.of(Json.mapper().readValue(dataset.recipe(), MixtureRequest.class));
        LabWorld world = LabWorld.fromSeed(recipe.seed());
        String folder = "mixtures/" + dataset.id();
        Map<String, Long> classCounts = new TreeMap<>();
        ArtifactRef examples = artifacts.writeFile(
                folder + "/examples.jsonl",
                out -> JsonLines.write(
                        recipe.examples(world)
                                .peek(example -> classCounts.merge(
                                        example.exampleClass().name().toLowerCase(Locale.ROOT), 1L, Long::sum)),
                        out,
                        abandoned));
        byte[] tokenizerJson = new LabTokenizer(world).json().getBytes(StandardCharsets.UTF_8);
        ArtifactRef tokenizer = artifacts.writeFile(folder + "/tokenizer.json", out -> out.write(tokenizerJson));
        return new MixtureReady(
                dataset.id(),
                recipe.template(),
                examples,
                classCounts.values().stream().mapToLong(Long::longValue).sum(),
                classCounts,
                Optional.of(tokenizer),
                dataset.recipeSha256(),
                Instant.now());
    }

    /** Writes a suite's items; otherwise as {@link #writeMixture}. */
    SuiteReady writeSuite(StoredDataset dataset, BooleanSupplier abandoned) throws IOException {
        SuiteRequest request = Json.mapper().readValue(dataset.recipe(), SuiteRequest.class);
        LabSuite suite = LabSuite.ofRecipe(request.recipe());
        List<SuiteItem> rows = new LabSuites(LabWorld.fromSeed(request.seed())).items(suite);
        ArtifactRef items = artifacts.writeFile(
                "suites/" + dataset.id() + "/items.jsonl", out -> JsonLines.write(rows.stream(), out, abandoned));
        SuiteRef ref = new SuiteRef(dataset.id(), suite.kind(), suite.task(), rows.size(), items);
        return new SuiteReady(ref, dataset.recipeSha256(), Instant.now());
    }
}
