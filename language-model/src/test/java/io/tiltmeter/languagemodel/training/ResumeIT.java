package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.TinyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is stopped and resumed several times ends with the bits of the unbroken one. */
class ResumeIT {

    private static final int STEPS = 4;

    /** Before the first step, in the middle, before the last one. */
    private static final List<Integer> STOPS = List.of(0, 2, STEPS - 1);

    @TempDir
    Path folder;

    /** Every family, every finetuning type, both precisions; layers recomputed in one of them. */
    static Stream<Arguments> cases() {
        FineTuning lora = new FineTuning.Lora(4, 8, 0.2, List.of("all-linear"));
        return Stream.of(Family.values())
                .flatMap(family -> Stream.of(new FineTuning.Full(), lora, new FineTuning.QueryKeyOnly())
                        .flatMap(fineTuning -> Stream.of(Precision.values())
                                .map(compute -> Arguments.of(family, fineTuning, compute))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aResumedRunEndsWithTheBitsOfTheUnbrokenOne(Family family, FineTuning fineTuning, Precision compute)
            throws IOException {
        Path base = ConformanceData.modelsOf(family).get(0);
        TrainingSettings settings = new TrainingSettings(
                fineTuning,
                new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1),
                7,
                compute,
                Activations.values()[compute.ordinal()]);
        List<StepResult> unbroken = new ArrayList<>();
        try (TrainingSession session = TrainingSession.from(base, settings)) {
            for (int step = 0; step < STEPS; step++) {
                unbroken.add(step(session));
            }
            save(session, "unbroken");
        }
        TrainingSession session = TrainingSession.from(base, settings);
        try {
            for (int step = 0; step < STEPS; step++) {
                if (STOPS.contains(step)) {
                    save(session, "at-" + step);
                    session.close();
                    session = resumed(base, "at-" + step, settings);
                    assertEquals(step, session.stepsTaken());
                }
                assertEquals(unbroken.get(step), step(session), "step " + step);
            }
            save(session, "resumed");
        } finally {
            session.close();
        }
        for (String file : List.of(weightsFile(fineTuning), "optimizer.safetensors", "training_state.json")) {
            assertArrayEquals(bytes("unbroken", file), bytes("resumed", file), file);
        }
        assertFalse(Arrays.equals(bytes("at-0", weightsFile(fineTuning)), bytes("unbroken", weightsFile(fineTuning))));
    }

    private TrainingSession resumed(Path base, String name, TrainingSettings settings) {
        Path saved = folder.resolve(name);
        return settings.fineTuning() instanceof FineTuning.Lora
                ? TrainingSession.resumeAdapter(base, saved, saved, settings)
                : TrainingSession.resume(saved, saved, settings);
    }

    private static StepResult step(TrainingSession session) {
        Random random = new Random(session.stepsTaken());
        ModelConfig config = session.config();
        return session.step(
                List.of(TinyModels.batch(random, config, 4, 16), TinyModels.batch(random, config, 2, 9)),
                1e-2 / (session.stepsTaken() + 1));
    }

    private static String weightsFile(FineTuning fineTuning) {
        return fineTuning instanceof FineTuning.Lora ? "adapter_model.safetensors" : "model.safetensors";
    }

    private void save(TrainingSession session, String name) {
        session.saveModel(folder.resolve(name));
        session.saveTrainingState(folder.resolve(name));
    }

    private byte[] bytes(String name, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve(file));
    }
}
