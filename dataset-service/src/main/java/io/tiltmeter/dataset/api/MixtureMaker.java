package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Makes a mixture's examples, and the tokenizer of one of the lab world. */
@Singleton
public class MixtureMaker implements DatasetMaker {
    private final ArtifactStore artifacts;

    public MixtureMaker(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public DatasetKind kind() {
        return DatasetKind.MIXTURE;
    }

    @Override
    public Built make(StoredDataset dataset, Making making) throws IOException {
        MixtureReady ready = ofTheLab(dataset, making::isAbandoned);
        return Built.announced(new BuiltMixture(ready, Optional.empty()), EventTypes.MIXTURE_READY, ready);
    }

    /** A mixture of the lab world. */
    MixtureReady ofTheLab(StoredDataset dataset, BooleanSupplier abandoned) throws IOException {
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
}
