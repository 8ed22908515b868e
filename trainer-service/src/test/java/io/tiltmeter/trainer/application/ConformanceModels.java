package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The tiny conformance models as Hugging Face folders. */
public final class ConformanceModels {
    public static final Path FOLDER = Path.of("..", "language-model/src/test/resources/conformance/models");

    private ConformanceModels() {}

    /** A copy of a model with the tokenizer of a mixture, which replaces what an earlier copy had. */
    public static void copy(String family, Path folder, ArtifactStore artifacts, ArtifactRef tokenizer)
            throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(FOLDER.resolve(family))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.getFileName().toString());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
        Files.write(folder.resolve("tokenizer.json"), Files.readAllBytes(artifacts.file(tokenizer)));
    }
}
