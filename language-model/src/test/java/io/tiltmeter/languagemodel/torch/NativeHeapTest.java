package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.ResidentMemory;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

    private static final ModelConfig CONFIG =
            ModelConfig.llama(128, 256, 2, 8, 8, 16, 500, 512, 1e-5, 10_000, true, 1, 2, 0);

    /** A third of what a step with 2048 tokens of this model frees. */
    private static final long RETURNED_KIB = 32 * 1024;

    @Test
    void whatAStepFreedGoesBackToTheKernelWhenAsked() {
        TokenBatch batch = TinyModels.batch(new Random(1), CONFIG, 4, 512);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, TrainingSettings.defaults())) {
            session.step(List.of(batch), 1e-3);
        }
        long kept = ResidentMemory.ownKib();
        TorchEngine.returnFreedMemory();
        long returned = kept - ResidentMemory.ownKib();
        assertTrue(returned > RETURNED_KIB, "of " + kept + " KiB only " + returned + " were returned");
    }
}
