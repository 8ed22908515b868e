package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Models that adapters stand beside, copied into the artifact store: evaluators see no models directory, and a folder
 * there may change.
 */
final class BaseModels {
    private static final int HASH_DIGITS = 16;
    private static final List<String> OTHER_FILES = List.of(
            "config.json",
            "generation_config.json",
            WeightFiles.INDEX,
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json");

    private final ArtifactStore artifacts;

    BaseModels(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * Stores the folder's model under the hash of its files, so that all runs on it share one copy.
     *
     * @return its manifest
     * @throws UnsupportedModelException if it holds no weights that can be read
     */
    ArtifactRef keep(Path folder) throws IOException {
        List<Path> files = files(folder);
        StringBuilder hashes = new StringBuilder();
        for (Path file : files) {
            hashes.append(Sha256.of(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        String hash = Sha256.of(hashes.toString()).substring(0, HASH_DIGITS);
        return artifacts.writeFolder("base-models/" + hash + "/" + folder.getFileName(), target -> {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        });
    }

    /** Of the weights, only those that are read: a folder may hold them in further forms. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (WeightFiles weights = WeightFiles.open(folder)) {
            files.addAll(weights.paths());
        }
        boolean isSharded = files.stream().noneMatch(file -> file.endsWith(WeightFiles.SINGLE_FILE));
        try (Stream<Path> others = OTHER_FILES.stream().map(folder::resolve)) {
            others.filter(Files::isRegularFile)
                    .filter(file -> isSharded || !file.endsWith(WeightFiles.INDEX))
                    .forEach(files::add);
        }
        return files.stream().sorted().toList();
    }
}
