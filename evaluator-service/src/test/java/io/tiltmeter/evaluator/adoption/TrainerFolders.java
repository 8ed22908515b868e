package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.evaluator.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes what Hugging Face's Trainer writes, with tiny models. */
public record TrainerFolders(Path root) {

    /** A whole model; another seed gives other weights. */
    public Path model(String name, long seed) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        TinyCheckpoint.write(folder, seed);
        return folder;
    }

    /** A whole model with the optimizer's state and the Trainer's own beside it. */
    public Path checkpoint(String name, int step, int maxSteps) throws IOException {
        Path folder = model(name, step + 1);
        Files.writeString(folder.resolve("optimizer.pt"), "an optimizer's state");
        state(folder, step, maxSteps, "0.5");
        return folder;
    }

    /** An adapter beside a base; steps that differ modulo 7 give other weights. */
    public Path adapter(String name, Path base, int step, int maxSteps) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        TinyCheckpoint.writeAdapter(base, folder, step % 7, 2);
        state(folder, step, maxSteps, "0.25");
        return folder;
    }

    /** {@code trainer_state.json} as Python writes it. */
    public void state(Path folder, int step, int maxSteps, String lastLoss) throws IOException {
        Files.writeString(
                folder.resolve("trainer_state.json"), """
                {
                  "best_metric": null, "best_model_checkpoint": null,
                  "epoch": %s, "global_step": %d, "max_steps": %d, "num_train_epochs": 2, "train_batch_size": 8,
                  "log_history": [
                    {"epoch": 0.1, "grad_norm": 1.5, "learning_rate": 2e-05, "loss": 3.5, "step": 1},
                    {"epoch": 0.2, "grad_norm": NaN, "learning_rate": 1e-05, "loss": %s, "step": 2},
                    {"epoch": 0.2, "eval_loss": 3.0, "step": 2}
                  ]
                }
                """.formatted(2.0 * step / maxSteps, step, maxSteps, lastLoss));
    }

    /** Every file and folder below a directory. */
    public static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }
}
