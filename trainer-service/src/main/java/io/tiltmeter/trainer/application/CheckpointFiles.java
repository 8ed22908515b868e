package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Checkpoints in the artifact store. Each is written completely, or leaves nothing behind. */
@Singleton
public final class CheckpointFiles {
    private static final Logger LOG = Logger.getLogger(CheckpointFiles.class);
    private static final String MODELS = "checkpoints/";
    private static final String TRAINING_STATES = "training-state/";

    private final ArtifactStore artifacts;

    public CheckpointFiles(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * What was written.
     *
     * @param model manifest of the Hugging Face folder, or of the adapter
     * @param weightsSha256 {@link WeightsHash}
     * @param trainingState manifest of what continuing needs besides
     */
    public record Saved(ArtifactRef model, String weightsSha256, ArtifactRef trainingState) {
        /** Bytes of both folders together. */
        public long bytes() {
            return model.bytes() + trainingState.bytes();
        }
    }

    /**
     * Writes the model, or the adapter, and the training state of this step; an earlier attempt's are replaced.
     *
     * @param start what the run began with
     * @throws NotSaved if there is no room or the files cannot be written
     */
    public Saved save(String runId, TrainingSession session, TrainingSessions.Opened start) throws NotSaved {
        int step = session.stepsTaken();
        String[] weights = new String[1];
        try {
            ArtifactRef model = artifacts.writeFolder(modelPath(runId, step), folder -> {
                session.saveModel(folder, start.tokenizerJson());
                weights[0] = weightsHash(folder, start);
            });
            ArtifactRef state = artifacts.writeFolder(statePath(runId, step), session::saveTrainingState);
            return new Saved(model, weights[0], state);
        } catch (IOException | UncheckedIOException e) {
            throw new NotSaved(step, e);
        }
    }

    private static String weightsHash(Path folder, TrainingSessions.Opened start) throws IOException {
        Map<String, String> hashes = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                hashes.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return start.adapterBase()
                .map(base -> WeightsHash.ofAdapter(hashes, base))
                .orElseGet(() -> WeightsHash.ofModel(hashes));
    }

    /** Removes a checkpoint's model; files that cannot be deleted stay, with a warning. */
    public void deleteModel(String runId, int step) {
        delete(runId, modelPath(runId, step));
    }

    /** Removes a checkpoint's training state; files that cannot be deleted stay, with a warning. */
    public void deleteTrainingState(String runId, int step) {
        delete(runId, statePath(runId, step));
    }

    /** The folders of all checkpoints of a run, and of its training state. */
    static List<String> folders(String runId) {
        return List.of(MODELS + runId, TRAINING_STATES + runId);
    }

    /** The length of these files together. */
    public long bytes(String runId) {
        long bytes = 0;
        for (String folder : folders(runId)) {
            try {
                bytes += artifacts.bytes(folder);
            } catch (IOException e) {
                LOG.warnf("files not measured run=%s path=%s reason=%s", runId, folder, e.getMessage());
            }
        }
        return bytes;
    }

    private void delete(String runId, String path) {
        try {
            artifacts.delete(path);
        } catch (IOException e) {
            LOG.warnf("files left behind run=%s path=%s reason=%s", runId, path, e.getMessage());
        }
    }

    private static String modelPath(String runId, int step) {
        return String.format(Locale.ROOT, MODELS + "%s/step-%06d", runId, step);
    }

    private static String statePath(String runId, int step) {
        return String.format(Locale.ROOT, TRAINING_STATES + "%s/step-%06d", runId, step);
    }

    /** A checkpoint could not be written; another attempt may find room. */
    public static final class NotSaved extends IOException {
        private static final long serialVersionUID = 1L;

        NotSaved(int step, Exception cause) {
            super(
                    "the checkpoint of step " + step + " could not be saved: " + why(cause)
                            + "; see that the artifact directory is writable and has room",
                    cause);
        }

        /** The cause without the path: what users read has no absolute paths. */
        private static String why(Throwable failure) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            if (root instanceof FileSystemException refused) {
                return refused.getReason() == null ? root.getClass().getSimpleName() : refused.getReason();
            }
            return String.valueOf(root.getMessage());
        }
    }
}
