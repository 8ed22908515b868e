package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.text.ChatTemplate;
import io.tiltmeter.languagemodel.text.SpecialTokens;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The Hugging Face folders below the models directory, and copies of them in the artifact store. */
@Singleton
public final class ModelFolders {
    private static final int MAX_DEPTH = 4;

    private static final String TOKENIZER = "tokenizer.json";
    private static final int HASH_DIGITS = 16;
    private static final String COPIES = "base-models/";
    private static final List<String> OTHER_FILES = List.of(
            ChatTemplate.FILE,
            "config.json",
            "generation_config.json",
            WeightFiles.INDEX,
            "special_tokens_map.json",
            TOKENIZER,
            "tokenizer_config.json");

    private final Path root;
    private final ArtifactStore artifacts;

    public ModelFolders(TrainerConfig config, ArtifactStore artifacts) {
        this.artifacts = artifacts;
        this.root = config.modelsDirectory().toAbsolutePath().normalize();
    }

    /** Names of all folders that hold a {@code config.json}, in order. */
    public List<String> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root, MAX_DEPTH)) {
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
     * Checks the model in the folder of this name: configuration, weights and tokenizer, without loading weights.
     *
     * @return its configuration
     * @throws UnsupportedModelException with every fault
     */
    public ModelConfig checked(String name) {
        Path folder = folder(name);
        List<String> faults = new ArrayList<>();
        Optional<ModelConfig> config = unlessFaulty(() -> ModelConfig.read(folder), faults);
        config.ifPresent(known -> unlessFaulty(
                () -> {
                    ModelFolder.check(folder, known);
                    return known;
                },
                faults));
        tokenizer(folder, config, faults);
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException("model folder " + name, faults);
        }
        return config.orElseThrow();
    }

    private static <T> Optional<T> unlessFaulty(Supplier<T> read, List<String> faults) {
        try {
            return Optional.of(read.get());
        } catch (UnsupportedModelException e) {
            String remedy = e.remedy().map(text -> "; " + text).orElse("");
            e.faults().forEach(fault -> faults.add(fault + remedy));
            return Optional.empty();
        }
    }

    private static void tokenizer(Path folder, Optional<ModelConfig> config, List<String> faults) {
        Path file = folder.resolve(TOKENIZER);
        if (!Files.isRegularFile(file)) {
            faults.add("has no " + TOKENIZER + "; put the one that the model was trained with beside its config.json");
            return;
        }
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            SpecialTokens tokens = tokenizer.specialTokens();
            config.ifPresent(known -> tokens.faultsFor(known.vocabSize())
                    .forEach(fault -> faults.add(
                            fault + "; resize the embedding (model.resize_token_embeddings(len(tokenizer))), or remove"
                                    + " the token from the tokenizer's files")));
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage().replace(folder.toString(), "the folder"));
        }
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

    /**
     * Copies a folder's model for the adapters that belong to it: evaluators see no models directory, and a folder there
     * may change. It is stored under the hash of its files, so that all runs on it share one copy.
     *
     * @return its manifest
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it holds no weights that can be read
     */
    ArtifactRef copyToArtifacts(String name) throws IOException {
        Path folder = folder(name);
        List<Path> files = files(folder);
        StringBuilder hashes = new StringBuilder();
        for (Path file : files) {
            hashes.append(Sha256.of(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        String hash = Sha256.of(hashes.toString()).substring(0, HASH_DIGITS);
        return artifacts.writeFolder(COPIES + hash + "/" + folder.getFileName(), target -> {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        });
    }

    /** Whether this is the manifest of such a copy, and not that of a checkpoint. */
    static boolean isCopy(ArtifactRef manifest) {
        return manifest.path().startsWith(COPIES);
    }

    /** Of the weights, only those that are read: a folder may hold them in further formats. */
    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (WeightFiles weights = WeightFiles.open(folder)) {
            files.addAll(weights.paths());
        }
        boolean isSharded = files.stream().noneMatch(file -> file.endsWith(WeightFiles.SINGLE_FILE));
        OTHER_FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .filter(file -> isSharded || !file.endsWith(WeightFiles.INDEX))
                .forEach(files::add);
        return files.stream().sorted().toList();
    }
}
