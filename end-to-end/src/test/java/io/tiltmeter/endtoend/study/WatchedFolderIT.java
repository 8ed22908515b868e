package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tiltmeter watch} on a folder to which a training adds checkpoints, from no system to the verdict. */
class WatchedFolderIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CONFORMANCE = ROOT.resolve("language-model/src/test/resources/conformance");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int STEPS = 20;

    @TempDir
    Path temporary;

    private Process watch;

    @AfterEach
    void end() throws InterruptedException {
        if (watch != null && watch.isAlive()) {
            watch.destroy();
            watch.waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTrainingIsFollowedFromItsFirstCheckpointToItsLast() throws Exception {
        Path output = Files.createDirectories(temporary.resolve("My Run/logs")).getParent();
        Path progress = temporary.resolve("progress");
        Path result = temporary.resolve("result.json");
        watch = watch(output, suite(), progress, result);
        await("waiting")
                .atMost(PATIENCE)
                .until(() -> Files.readString(progress).contains("waiting for the first checkpoint"));

        checkpoint(output, 10);
        await("the first row").atMost(PATIENCE).until(() -> {
            assertTrue(watch.isAlive(), () -> read(progress));
            return read(progress).lines().anyMatch(line -> line.strip().startsWith("10 "));
        });
        checkpoint(output, STEPS);
        assertTrue(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> read(progress));
        assertEquals(0, watch.exitValue(), () -> read(progress));

        JsonNode found = new ObjectMapper().readTree(result.toFile());
        assertEquals(
                List.of(10, STEPS),
                found.path("points").findValues("step").stream()
                        .map(JsonNode::asInt)
                        .toList());
        assertEquals("my-run", found.at("/inversion/run_id").asText());
        assertFalse(found.at("/inversion/provisional").asBoolean(), found::toString);
        assertTrue(found.path("failed").isEmpty(), found::toString);
    }

    private Process watch(Path output, Path suite, Path progress, Path result) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-Dtiltmeter.home=" + ROOT,
                "-jar",
                ROOT.resolve("quickstart/target/quickstart.jar").toString()));
        command.addAll(List.of("watch", output.toString(), "--suite", suite.toString(), "--template", "plain"));
        command.addAll(List.of("--scorer", "contains", "--json", "--fail-on", "inverted"));
        command.addAll(List.of("--data", temporary.resolve("data").toString()));
        command.addAll(List.of("--port", Integer.toString(LaunchedSystem.freePage())));
        return new ProcessBuilder(command)
                .redirectError(progress.toFile())
                .redirectOutput(result.toFile())
                .start();
    }

    private Path suite() throws IOException {
        StringBuilder items = new StringBuilder();
        for (String name : List.of("Ann", "Ben", "Cy", "Dee", "Eve", "Flo")) {
            items.append("""
                    {"context": "%1$s lives in Rome now .", "question": "Where does %1$s live ?", "context_answer": "Rome", \
                    "memory_answer": "Oslo"}
                    """.formatted(name));
        }
        return Files.writeString(temporary.resolve("homes.jsonl"), items);
    }

    /** As a Trainer saves one; the model is the same at every step. */
    private static void checkpoint(Path output, int step) throws IOException {
        Path folder = Files.createDirectories(output.resolve("checkpoint-" + step));
        Path model = CONFORMANCE.resolve("models/llama-mha");
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(model.resolve(name), folder.resolve(name));
        }
        Files.copy(CONFORMANCE.resolve("tokenizers/bytelevel-bpe/tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("trainer_state.json"), """
                {"epoch": %s, "global_step": %d, "max_steps": %d, "num_train_epochs": 1, "log_history": []}
                """.formatted((double) step / STEPS, step, STEPS));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
