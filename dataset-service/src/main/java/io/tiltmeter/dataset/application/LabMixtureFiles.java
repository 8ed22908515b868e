package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Writes the files of a mixture of the lab world: its examples, and the tokenizer that covers them. */
@Singleton
public class LabMixtureFiles {
    private final ArtifactStore artifacts;

    public LabMixtureFiles(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    public MixtureReady make(StoredDataset dataset, BooleanSupplier abandoned) throws IOException {
        MixtureRecipe recipe = MixtureRecipe.of(DatasetLookup.recipe(dataset, MixtureRequest.class));
        LabWorld world = LabWorld.of(recipe.seed(), recipe.world());
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
}
