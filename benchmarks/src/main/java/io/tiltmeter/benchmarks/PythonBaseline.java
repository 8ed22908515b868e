package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The same models in PyTorch for Python: {@code benchmarks/pytorch_baseline.py}, which reads requests from its standard input. */
final class PythonBaseline implements AutoCloseable {

    private static final Map<String, String> ONE_THREAD =
            Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;

    private PythonBaseline(Process process) {
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the first of the environment's PYTHON, python3 and the system's python3 that has PyTorch, if one has. */
    static Optional<PythonBaseline> start(Path script) {
        return Stream.of(System.getenv("PYTHON"), "python3", "/usr/bin/python3")
                .filter(python -> python != null && hasTorch(python))
                .findFirst()
                .map(python -> new PythonBaseline(launch(python, script.toString())));
    }

    private static boolean hasTorch(String python) {
        try {
            Process trial = launch(python, "-c", "import torch");
            trial.getOutputStream().close();
            return trial.onExit().join().exitValue() == 0;
        } catch (UncheckedIOException | IOException noSuchProgram) {
            return false;
        }
    }

    private static Process launch(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ONE_THREAD);
        boolean isTrial = command.length > 2;
        builder.redirectError(isTrial ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command[0], e);
        }
    }

    /**
     * Times one repetition of a case.
     *
     * @throws IllegalStateException if the program ended instead of answering; the reason is on standard error
     */
    Timing time(String name) {
        try {
            requests.println(name);
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the Python program ended at case '" + name + "'");
            }
            JsonNode answer = JSON.readTree(line);
            return new Timing(
                    answer.path("cpuSeconds").asDouble(),
                    answer.path("wallSeconds").asDouble());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from the Python program to case '" + name + "'", e);
        }
    }

    /** Ends the program by closing its input. */
    @Override
    public void close() {
        requests.close();
        process.onExit().join();
    }
}
