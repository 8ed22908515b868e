package io.tiltmeter.evaluator.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerStateTest {
    private static final int LINES = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void aLogOfAMillionLinesGivesItsNewestLossAndHighestRate() throws Exception {
        try (Writer file = Files.newBufferedWriter(folder.resolve(TrainerState.FILE))) {
            file.write("{\"epoch\": 1.5, \"log_history\": [");
            for (int line = 0; line < LINES; line++) {
                file.write((line == 0 ? "" : ",") + "{\"loss\": " + (LINES - line) + ", \"more\": {\"loss\": 7}}");
            }
            file.write(",{\"learning_rate\": 2e-5}, {\"learning_rate\": 1e-5, \"loss\": NaN}, 3, [{\"loss\": 9}]]");
            file.write(
                    ", \"global_step\": 12, \"is_world_process_zero\": true, \"trial_params\": {\"global_step\": 1}}");
        }
        TrainerState state = TrainerState.read(folder);
        assertEquals(Optional.of(1.0), state.lossNats());
        assertEquals(Optional.of(2e-5), state.learningRate());
        assertEquals(OptionalInt.of(12), state.globalStep());
        assertEquals(Optional.of(1.5), state.epoch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "7", "{\"log_history\": [", "{\"global_step\": 1", "{\"log_history\": [{\"loss\"]}"})
    void whatIsNoSuchFileIsRefused(String content) throws IOException {
        Files.writeString(folder.resolve(TrainerState.FILE), content);
        UnusableFolder unusable = assertThrows(UnusableFolder.class, () -> TrainerState.read(folder));
        assertTrue(unusable.getMessage().contains(TrainerState.FILE), unusable.getMessage());
    }
}
