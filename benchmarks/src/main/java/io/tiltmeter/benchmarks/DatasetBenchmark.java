package io.tiltmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Generated instruction data imported, filtered, mixed and written in one process of 512 MB of heap, compared with a plain
 * pass of Python's {@code json} over the same file, taking turns.
 */
@Command(name = "dataset", sortOptions = false)
final class DatasetBenchmark implements Callable<Integer> {
    private static final long SEED = 4;
    private static final double MEGA = 1e6;
    private static final String WHOLE = "whole";
    private static final String MEMORY = "memory";

    @Option(
            names = "--rows",
            paramLabel = "N",
            arity = "1..*",
            converter = WholeNumber.Rows.class,
            defaultValue = "100000,1000000",
            split = ",")
    private List<Integer> sizes;

    @Option(names = "--rounds", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "5")
    private int rounds;

    @Option(names = "--near")
    private boolean isNearIncluded;

    private Path folder;

    @Override
    public Integer call() throws IOException {
        folder = TemporaryFolder.create();
        System.out.printf("%-9s %-22s %9s %9s %10s %9s%n", "rows", "stage", "wall s", "cpu s", "rows/s", "us/row");
        for (int rows : sizes) {
            run(rows);
        }
        System.out.println("\nMedians of " + rounds + " rounds, each a fresh process of -Xmx512m; wall clock."
                + " Python reads and parses the lines and does nothing with them.");
        return 0;
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
                    Timing.speedUp(stages.get(DatasetStages.IMPORT), python, Timing::wallSeconds),
                    Timing.speedUp(stages.get(WHOLE), python, Timing::wallSeconds));
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
                Benchmarks.class.getName(),
                DatasetStages.NAME,
                file.toString(),
                folder.toString()));
        if (isNearIncluded) {
            command.add("--near");
        }
        return command;
    }

    private static Optional<Timing> python(Path file) {
        Path script = Path.of(System.getProperty("tiltmeter.home", "."), "benchmarks", "json_baseline.py");
        try {
            List<String> lines = output(List.of("python3", script.toString(), file.toString()));
            return Optional.of(timing(lines.get(0).split("\t")));
        } catch (IOException noPython) {
            return Optional.empty();
        }
    }

    /**
     * The lines that a program prints.
     *
     * @throws IOException if there is no such program
     */
    private static List<String> output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IllegalStateException(command + " ended with status " + status);
        }
        return lines;
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
}
