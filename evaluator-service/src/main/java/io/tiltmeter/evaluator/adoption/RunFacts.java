package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Scaling;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the files of a run's checkpoints state of its settings, by the names of a run's request. */
final class RunFacts {
    private final Map<String, Object> settings = new TreeMap<>(Map.of("finetuning_type", "full"));
    private int maxSteps;
    private int newest = -1;

    /** Takes what a trainer's file states; of two, the later step's counts. */
    void trainer(TrainerState state) {
        maxSteps = Math.max(maxSteps, state.maxSteps().orElse(0));
        if (state.globalStep().orElse(0) < newest) {
            return;
        }
        newest = state.globalStep().orElse(0);
        put("num_train_epochs", state.numTrainEpochs());
        put("learning_rate", state.learningRate());
        state.maxSteps().ifPresent(steps -> settings.put("max_steps", steps));
        state.trainBatchSize().ifPresent(size -> settings.put("per_device_train_batch_size", size));
    }

    /** Takes what an adapter's configuration states; one that cannot be read is refused elsewhere. */
    void adapter(Path folder) throws IOException {
        settings.put("finetuning_type", "lora");
        AdapterConfig config;
        try {
            config = AdapterConfig.read(folder);
        } catch (UnsupportedModelException unreadable) {
            return;
        }
        settings.put("lora_r", config.rank());
        settings.put("lora_alpha", config.alpha());
        settings.put("use_rslora", config.scaling() == Scaling.ALPHA_OVER_ROOT_OF_RANK);
        settings.put("lora_dropout", config.dropout());
        settings.put(
                "lora_target_modules",
                config.targets() instanceof Targets.Named named ? named.names() : List.of("all-linear"));
    }

    /** The highest {@code max_steps} stated; 0 if none was. */
    int maxSteps() {
        return maxSteps;
    }

    Map<String, Object> settings() {
        return settings;
    }

    private void put(String name, Optional<Double> value) {
        value.ifPresent(number -> settings.put(name, number));
    }
}
