package io.tiltmeter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Generated instruction data imported, filtered, mixed and written in one process of 512 MB of heap, beside a plain pass
 * of Python's {@code json} over the same file, taking turns. Run by {@code ./tiltmeter bench dataset [--rows N ...]
 * [--rounds N] [--near]}.
 */
public final class DatasetBenchmark {
    private static final long SEED = 4;
    private static final double MEGA = 1e6;
    private static final String WHOLE = "whole";
    private static final String MEMORY = "memory";

    /** {@code argv: file}; what {@code for line in file: json.loads(line)} takes, without the interpreter's start. */
    private static final String PYTHON = String.join(
            "\n",
            "import json, sys, time",
            "wall, cpu = time.perf_counter(), time.process_time()",
            "with open(sys.argv[1], encoding='utf-8') as lines:",
            "    for line in lines:",
            "        json.loads(line)",
            "print('python', time.process_time() - cpu, time.perf_counter() - wall, sep='\\t')");

    private final Path folder;
    private final int rounds;
    private final boolean isNearIncluded;

    private DatasetBenchmark(Path folder, int rounds, boolean isNearIncluded) {
        this.folder = folder;
        this.rounds = rounds;
        this.isNearIncluded = isNearIncluded;
    }

    public static void main(String[] arguments) throws IOException {
        DatasetBenchmarkOptions options = DatasetBenchmarkOptions.of(List.of(arguments));
        Path folder = Files.createTempDirectory("tiltmeter-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(folder)));
        System.out.printf("%-9s %-22s %9s %9s %10s %9s%n", "rows", "stage", "wall s", "cpu s", "rows/s", "us/row");
        DatasetBenchmark benchmark = new DatasetBenchmark(folder, options.rounds(), options.isNearIncluded());
        for (int rows : options.rows()) {
            benchmark.run(rows);
        }
        System.out.println("\nMedians of " + options.rounds() + " rounds, each a fresh process of -Xmx512m; wall clock."
                + " Python reads and parses the lines and does nothing with them.");
    }

    private void run(int rows) throws IOException {
        Path file = folder.resolve("generated.jsonl");
        new GeneratedInstructions(SEED).write(file, rows);
        Map<String, List<Timing>> stages = new LinkedHashMap<>();
        List<Timing> python = new ArrayList<>();
        long heap = 0;
        long resident = 0;
        for (int round = 0; round < rounds; round++) {
            double cpu = 0;
            double wall = 0;
            for (String line : output(stages(file))) {
                String[] cells = line.split("\t");
                if (cells[0].equals(MEMORY)) {
                    heap = Math.max(heap, Long.parseLong(cells[1]));
                    resident = Math.max(resident, Long.parseLong(cells[2]));
                } else {
                    Timing timing = timing(cells);
                    stages.computeIfAbsent(cells[0], stage -> new ArrayList<>()).add(timing);
                    boolean isExtra = cells[0].equals(DatasetStages.NEAR);
                    cpu += isExtra ? 0 : timing.cpuSeconds();
                    wall += isExtra ? 0 : timing.wallSeconds();
                }
            }
            stages.computeIfAbsent(WHOLE, stage -> new ArrayList<>()).add(new Timing(cpu, wall));
            python(file).ifPresent(python::add);
        }
        stages.forEach((stage, timings) -> print(rows, stage, timings));
        if (python.isEmpty()) {
            System.out.println("No python3 here, so nothing is compared with it.");
        } else {
            print(rows, "Python json pass", python);
            System.out.printf(
                    Locale.ROOT,
                    "%-9d x Python (wall): import %.2f, whole %.2f%n",
                    rows,
                    wallSpeedUp(stages.get(DatasetStages.IMPORT), python),
                    wallSpeedUp(stages.get(WHOLE), python));
        }
        System.out.printf(
                Locale.ROOT,
                "%-9d file %.0f MB, peak heap %.0f MB (limit 512 MiB), peak resident %.0f MB%n",
                rows,
                Files.size(file) / MEGA,
                heap / MEGA,
                resident / MEGA);
    }

    private List<String> stages(Path file) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                DatasetStages.class.getName(),
                file.toString(),
                folder.toString()));
        if (isNearIncluded) {
            command.add("near");
        }
        return command;
    }

    private static Optional<Timing> python(Path file) throws IOException {
        try {
            return Optional.of(timing(output(List.of("python3", "-c", PYTHON, file.toString()))
                    .get(0)
                    .split("\t")));
        } catch (MissingProgram e) {
            return Optional.empty();
        }
    }

    /** A program that cannot be started. */
    private static final class MissingProgram extends IOException {
        private static final long serialVersionUID = 1L;

        private MissingProgram(IOException cause) {
            super(cause);
        }
    }

    private static List<String> output(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new MissingProgram(e);
        }
        try {
            List<String> lines = process.inputReader().lines().toList();
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command + " ended with status " + status);
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a stage was measured", e);
        } finally {
            process.destroy();
        }
    }

    private static Timing timing(String[] cells) {
        return new Timing(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
    }

    private static void print(int rows, String stage, List<Timing> timings) {
        double wall = Timing.median(timings, Timing::wallSeconds);
        System.out.printf(
                Locale.ROOT,
                "%-9d %-22s %9.2f %9.2f %10.0f %9.3f%n",
                rows,
                stage,
                wall,
                Timing.median(timings, Timing::cpuSeconds),
                rows / wall,
                wall / rows * MEGA);
    }

    private static double wallSpeedUp(List<Timing> ours, List<Timing> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(others.get(round).wallSeconds() / ours.get(round).wallSeconds());
        }
        return Timing.median(ratios);
    }

    /** The files have gigabytes, and whoever interrupts the benchmark wants them gone too. */
    private static void leaveNothing(Path folder) {
        ProcessHandle.current().children().forEach(child -> {
            child.destroy();
            child.onExit().join();
        });
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " is left behind", e);
        }
    }
}
