package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.NeededModel;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.Manifest;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Models in the artifact store. */
@Singleton
public class ModelFolders implements HeldModel.Folders {
    private static final String TOKENIZER = "tokenizer.json";
    private static final String WEIGHTS = ".safetensors";

    private final ArtifactStore artifacts;

    public ModelFolders(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The model's folder, every file's hash checked.
     *
     * @throws ArtifactDamaged if anything is missing or changed, or if these are not the weights that were published
     */
    @Override
    public Path checkpoint(NeededModel needed) throws IOException {
        Path folder = artifacts.folder(needed.model());
        if (needed.weightsSha256().isPresent()) {
            checkWeights(needed, needed.weightsSha256().get(), folder);
        }
        return folder;
    }

    private static void checkWeights(NeededModel needed, String published, Path folder) throws IOException {
        String found;
        try {
            found = weightsSha256(folder, needed.base());
        } catch (IllegalArgumentException noWeights) {
            throw new ArtifactDamaged(needed.model().uri() + " lists no checkpoint: " + noWeights.getMessage());
        }
        if (!found.equals(published)) {
            throw new ArtifactDamaged(needed.model().uri() + " holds the weights " + found
                    + ", but the checkpoint was published with " + published);
        }
    }

    /** The {@link WeightsHash} of the files that a folder's manifest lists. @param base of an adapter */
    static String weightsSha256(Path folder, Optional<ArtifactRef> base) throws IOException {
        Manifest manifest =
                Json.mapper().readValue(Files.readAllBytes(folder.resolve(Manifest.FILE_NAME)), Manifest.class);
        Map<String, String> hashes =
                manifest.files().stream().collect(Collectors.toMap(Manifest.Entry::path, Manifest.Entry::sha256));
        return base.map(model -> WeightsHash.ofAdapter(hashes, model)).orElseGet(() -> WeightsHash.ofModel(hashes));
    }

    /**
     * The folder of the base of an adapter, every file's hash checked.
     *
     * @throws ArtifactDamaged if anything is missing or changed
     */
    @Override
    public Path base(NeededModel needed) throws IOException {
        return artifacts.folder(needed.resident());
    }

    /**
     * The tokenizer in a model's folder; the hashes of all files but the weights are checked.
     *
     * @throws ArtifactDamaged if any of these is missing or changed
     */
    @Override
    public Path tokenizer(ArtifactRef model) throws IOException {
        return artifacts.folder(model, file -> !file.endsWith(WEIGHTS)).resolve(TOKENIZER);
    }
}
