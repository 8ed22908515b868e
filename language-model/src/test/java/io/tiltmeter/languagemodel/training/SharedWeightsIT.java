package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.LargeModels;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.ResidentMemory;
import io.tiltmeter.languagemodel.TinyModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large frozen model is not copied by sessions that train adapters of it. */
class SharedWeightsIT {

    /** 251 million parameters, 502 MB in bfloat16. */
    private static final ModelConfig LARGE =
            ModelConfig.llama(1024, 4096, 12, 16, 16, 64, 24_000, 512, 1e-5, 10_000, false, 1, 2, 0);

    @TempDir
    Path folder;

    @Test
    void twoTrainersBesideA500MegabyteModelTakeNoCopyOfIt() throws IOException {
        long modelKib = LargeModels.write(folder, LARGE) / 1024;
        assertTrue(modelKib > 480_000, "the model has " + modelKib + " KiB only");
        TrainingSettings settings = new TrainingSettings(
                new FineTuning.Lora(4, 8, 0, List.of("auto")),
                new RunSettings.Optimizer(0, 0.9, 0.999, 1e-8, 1),
                1,
                Precision.BFLOAT16,
                Activations.RECOMPUTED);
        TokenBatch batch = TinyModels.batch(new Random(1), LARGE, 1, 16);
        long before = ResidentMemory.ownKib();
        try (TrainingSession first = TrainingSession.from(folder, settings);
                TrainingSession second = TrainingSession.from(folder, settings)) {
            first.step(List.of(batch), 1e-3);
            second.step(List.of(batch), 1e-3);
            long taken = ResidentMemory.ownKib() - before;
            assertTrue(
                    taken < modelKib / 2,
                    "two sessions took " + taken + " KiB of their own beside a model of " + modelKib + " KiB");
        }
    }
}
