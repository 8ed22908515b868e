package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.trainer.finetuning.Finetuning;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens training sessions with the weights, the optimizer's state and the tokenizer that an attempt begins with. */
@Singleton
public final class TrainingSessions {
    private static final String TOKENIZER_FILE = "tokenizer.json";

    private final ArtifactStore artifacts;
    private final ModelFolders folders;

    public TrainingSessions(ArtifactStore artifacts, ModelFolders folders) {
        this.artifacts = artifacts;
        this.folders = folders;
    }

    /**
     * A session at the step where the run continues.
     *
     * @param tokenizerJson the file of its tokenizer
     * @param adapterBase the manifest of the model that its adapter belongs to; empty if whole models are trained
     */
    public record Opened(TrainingSession session, Path tokenizerJson, Optional<ArtifactRef> adapterBase) {}

    /**
     * Continues at a checkpoint, bit for bit.
     *
     * @throws IOException if its files are gone or changed
     */
    public Opened resume(StoredRun run, StoredCheckpoint newest) throws IOException {
        ArtifactRef stateRef = newest.trainingState()
                .orElseThrow(() -> new IllegalStateException(
                        "checkpoint " + newest.runId() + "/" + newest.step() + " has no training state"));
        Path model = artifacts.folder(newest.model());
        Path state = artifacts.folder(stateRef);
        TrainingSettings settings = Finetuning.trainingSettings(run.request());
        TrainingSession session = newest.base().isPresent()
                ? TrainingSession.resumeAdapter(artifacts.folder(newest.base().get()), model, state, settings)
                : TrainingSession.resume(model, state, settings);
        return new Opened(session, model.resolve(TOKENIZER_FILE), newest.base());
    }

    /**
     * Opens a session at step 0.
     *
     * @throws IllegalArgumentException if the model cannot be made or does not fit the mixture: no attempt would
     *     succeed
     */
    public Opened begin(StoredRun run, RunInputs inputs) throws IOException {
        RunRequest request = run.request();
        boolean trainsAdapter = request instanceof RunRequest.Lora;
        StartingPoint start = StartingPoint.of(request.settings());
        TrainingSettings settings = Finetuning.trainingSettings(request);
        if (start instanceof StartingPoint.FreshModel fresh) {
            return fresh(fresh, inputs.mixture(), settings);
        }
        if (start instanceof StartingPoint.ModelFolder named && !trainsAdapter) {
            return from(folders.folder(named.path()), inputs.mixture(), settings, Optional.empty());
        }
        ArtifactRef stored = start instanceof StartingPoint.ModelFolder named
                ? folders.copyToArtifacts(named.path())
                : inputs.baseModel().orElseThrow();
        Optional<ArtifactRef> adapterBase = trainsAdapter ? Optional.of(stored) : Optional.empty();
        return from(artifacts.folder(stored), inputs.mixture(), settings, adapterBase);
    }

    private static Opened from(
            Path folder, MixtureReady mixture, TrainingSettings settings, Optional<ArtifactRef> adapterBase)
            throws IOException {
        Path tokenizer = folder.resolve(TOKENIZER_FILE);
        if (!Files.isRegularFile(tokenizer)) {
            throw new IllegalArgumentException("model " + folder.getFileName() + " has no " + TOKENIZER_FILE
                    + "; put the one it was trained with beside its config.json");
        }
        requireSameVocabulary(tokenizer, mixture);
        return new Opened(TrainingSession.from(folder, settings), tokenizer, adapterBase);
    }

    private Opened fresh(StartingPoint.FreshModel fresh, MixtureReady mixture, TrainingSettings settings)
            throws IOException {
        ArtifactRef ref = mixture.tokenizer()
                .orElseThrow(() -> new IllegalArgumentException("mixture " + mixture.mixtureId()
                        + " brings no tokenizer, and a fresh model has none of its own; use a mixture with one, or"
                        + " start from a model"));
        Path tokenizerJson = artifacts.file(ref);
        try (Tokenizer tokenizer = Tokenizer.load(tokenizerJson)) {
            return new Opened(
                    TrainingSession.fresh(fresh.config(tokenizer), settings), tokenizerJson, Optional.empty());
        }
    }

    /** A mixture with a tokenizer of its own must have the tokenizer of the model. */
    private static void requireSameVocabulary(Path tokenizerJson, MixtureReady mixture) throws IOException {
        if (mixture.tokenizer().isPresent()
                && !mixture.tokenizer().get().sha256().equals(Sha256.of(tokenizerJson))) {
            throw new IllegalArgumentException("mixture " + mixture.mixtureId()
                    + " is written for another tokenizer than the model's; use a mixture of the world that the model"
                    + " was trained on (the same seed)");
        }
    }
}
