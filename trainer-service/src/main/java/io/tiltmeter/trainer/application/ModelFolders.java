package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.languagemodel.ModelConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Hugging Face folders below the models directory. */
@Singleton
public final class ModelFolders {
    private static final int DEEPEST = 4;

    private final Path root;

    public ModelFolders(TrainerConfig config) {
        this.root = config.modelsDirectory().toAbsolutePath().normalize();
    }

    /** Names of all folders that hold a {@code config.json}, in order. */
    public List<String> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root, DEEPEST)) {
            return paths.filter(path -> path.endsWith("config.json") && Files.isRegularFile(path))
                    .map(path -> root.relativize(path.getParent()).toString().replace('\\', '/'))
                    .filter(ArtifactRef::isPlainPath)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the models directory", e);
        }
    }

    /**
     * The model in the folder of this name.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException with every fault of its configuration
     */
    public ModelConfig config(String name) {
        return ModelConfig.read(folder(name));
    }

    /**
     * The folder of this name.
     *
     * @throws IllegalArgumentException if the name, or a link on the way, leads out of the models directory, or there
     *     is no such folder
     */
    public Path folder(String name) {
        if (!ArtifactRef.isPlainPath(name)) {
            throw new IllegalArgumentException("model folder \"" + name + "\" is not a plain relative path");
        }
        try {
            Path folder = root.resolve(name).toRealPath();
            if (!folder.startsWith(root.toRealPath())) {
                throw new IllegalArgumentException("model folder \"" + name + "\" leads out of the models directory");
            }
            return folder;
        } catch (IOException e) {
            throw new IllegalArgumentException("there is no model folder \"" + name + "\" any more", e);
        }
    }
}
