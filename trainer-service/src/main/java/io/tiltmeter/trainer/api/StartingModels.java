package io.tiltmeter.trainer.api;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.Sha256;
import io.tiltmeter.trainer.finetuning.FreshModels;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.store.RunInputs;
import io.tiltmeter.trainer.store.StoredCheckpoint;
import io.tiltmeter.trainer.store.StoredRun;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;

/** Finds the weights, the optimizer's state and the tokenizer that an attempt at a run begins with. */
@Singleton
public final class StartingModels {
    private static final String TOKENIZER_FILE = "tokenizer.json";

    private final ArtifactStore artifacts;
    private final ModelFolders folders;

    public StartingModels(ArtifactStore artifacts, ModelFolders folders) {
        this.artifacts = artifacts;
        this.folders = folders;
    }

    /** A session at the step where the run is to go on, and the file of its tokenizer. */
    public record Opened(TrainingSession session, Path tokenizerJson) {}

    /**
     * Continues at a checkpoint, bit for bit.
     *
     * @throws IOException if its files are gone or changed
     */
    public Opened resume(StoredRun run, StoredCheckpoint newest) throws IOException {
        ArtifactRef state = newest.trainingState()
                .orElseThrow(() -> new IllegalStateException(
                        "checkpoint " + newest.runId() + "/" + newest.step() + " has no training state"));
        Path model = artifacts.folder(newest.model());
        return new Opened(
                TrainingSession.resume(
                        model, artifacts.folder(state), run.settings().training()),
                model.resolve(TOKENIZER_FILE));
    }

    /**
     * Begins the run.
     *
     * @throws IllegalArgumentException if the model cannot be made or does not fit the mixture: no attempt would
     *     succeed
     */
    public Opened begin(StoredRun run, RunInputs inputs) throws IOException {
        StartingPoint start = run.settings().start();
        TrainingSettings settings = run.settings().training();
        if (start instanceof StartingPoint.FreshModel fresh) {
            return fresh(fresh, inputs.mixture(), settings);
        }
        Path folder = start instanceof StartingPoint.ModelFolder named
                ? folders.folder(named.path())
                : artifacts.folder(inputs.baseModel().orElseThrow());
        Path tokenizer = folder.resolve(TOKENIZER_FILE);
        requireSameVocabulary(tokenizer, inputs.mixture());
        return new Opened(TrainingSession.from(folder, settings), tokenizer);
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
                    TrainingSession.fresh(FreshModels.config(fresh.shape(), tokenizer), settings), tokenizerJson);
        }
    }

    /** The model's token ids mean what its own tokenizer says; a mixture written for another one would be noise to it. */
    private static void requireSameVocabulary(Path tokenizerJson, MixtureReady mixture) throws IOException {
        if (mixture.tokenizer().isPresent()
                && !mixture.tokenizer().get().sha256().equals(Sha256.of(tokenizerJson))) {
            throw new IllegalArgumentException("mixture " + mixture.mixtureId()
                    + " is written for another tokenizer than the model's; use a mixture of the world that the model"
                    + " was trained on (the same seed)");
        }
    }
}
