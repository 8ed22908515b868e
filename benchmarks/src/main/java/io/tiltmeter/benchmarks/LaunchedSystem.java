package io.tiltmeter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole system as {@code ./tiltmeter up} runs it from a built tree. */
final class LaunchedSystem {
    private static final String READY = "All services are ready";
    private static final double NANOS = 1e9;

    private final Process launcher;
    private final Path data;
    private final int port;
    private final double readySeconds;

    private LaunchedSystem(Process launcher, Path data, int port, double readySeconds) {
        this.launcher = launcher;
        this.data = data;
        this.port = port;
        this.readySeconds = readySeconds;
    }

    /**
     * Starts it, and returns when every service is ready.
     *
     * @param data directory of its data; those of an earlier start are used again
     * @param port of results-service; the others follow
     * @throws IOException if it does not start, with what it said
     */
    static LaunchedSystem start(Path tree, Path data, int port) throws IOException {
        Process process = new ProcessBuilder(
                        tree.resolve("tiltmeter").toAbsolutePath().toString(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        long began = System.nanoTime();
        List<String> said = new ArrayList<>();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith(READY)) {
            said.add(line);
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException(tree + " does not start:\n" + String.join("\n", said));
        }
        return new LaunchedSystem(process, data, port, secondsSince(began));
    }

    /** From the command to the readiness of every service. */
    double readySeconds() {
        return readySeconds;
    }

    /** The launcher and everything that it has started. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
                .toList();
    }

    String results() {
        return address(0);
    }

    String dataset() {
        return address(1);
    }

    String trainer() {
        return address(2);
    }

    String evaluator() {
        return address(3);
    }

    /**
     * Ends a process of the system as {@code kill -9} does; its launcher starts it again.
     *
     * @param name such as {@code trainer-service}
     * @throws IOException if no process of this name runs
     */
    void kill(String name) throws IOException {
        ProcessHandle process = ProcessHandle.of(pid(name)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * The number of a running process of the system.
     *
     * @param name such as {@code trainer-service}
     * @throws IOException if no process of this name runs
     */
    long pid(String name) throws IOException {
        Path processes = data.resolve("processes");
        return Files.readAllLines(processes).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in " + processes));
    }

    /** Ends it in order, and returns the seconds that this took. */
    double stop() {
        long began = System.nanoTime();
        launcher.destroy();
        launcher.onExit().join();
        return secondsSince(began);
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS;
    }

    private String address(int offset) {
        return "http://127.0.0.1:" + (port + offset);
    }
}
