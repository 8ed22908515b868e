package io.tiltmeter.benchmarks;

import io.tiltmeter.embedded.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Starts of the whole system from built trees, which take turns: time until it is ready, processor time and memory of all
 * its processes. Each tree is started once before, which initialises its data and makes its class archives.
 */
@Command(name = "startup", sortOptions = false)
final class StartupBenchmark implements Callable<Integer> {
    private static final Duration ARCHIVES_WAIT = Duration.ofMinutes(10);
    private static final double MILLIS = 1e3;

    @Option(names = "--rounds", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "5")
    private int rounds;

    @Option(names = "--port", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "20080")
    private int port;

    @Parameters(paramLabel = "TREE", arity = "0..*", defaultValue = "${sys:tiltmeter.home:-.}")
    private List<Path> trees;

    private final Thread end = new Thread(this::end, "end");
    private Path folder;
    private LaunchedSystem system;

    @Override
    public Integer call() throws IOException {
        folder = Files.createTempDirectory("tiltmeter-bench");
        Runtime.getRuntime().addShutdownHook(end);
        Map<Path, List<Start>> starts = new LinkedHashMap<>();
        for (Path tree : trees) {
            start(tree);
            TemporarySystem.await("class archives", ARCHIVES_WAIT, () -> !isListed(data(tree)));
            system.stop();
            starts.put(tree, new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (Path tree : trees) {
                starts.get(tree).add(start(tree));
                system.stop();
            }
        }
        System.out.printf("%8s %8s %8s %8s  tree%n", "ready s", "cpu s", "RSS MiB", "PSS MiB");
        starts.forEach((tree, all) -> System.out.printf(
                Locale.ROOT,
                "%8.1f %8.1f %8.0f %8.0f  %s%n",
                median(all, Start::seconds),
                median(all, Start::cpuSeconds),
                median(all, Start::residentMebibytes),
                median(all, Start::proportionalMebibytes),
                tree));
        System.out.println(
                "\nMedians of " + rounds + " starts on initialised data, when everything is ready. RSS counts"
                        + " memory that processes share once for each of them, PSS once.");
        return 0;
    }

    /** What one start took, with all processes. */
    private record Start(double seconds, double cpuSeconds, double residentMebibytes, double proportionalMebibytes) {}

    private Start start(Path tree) throws IOException {
        system = LaunchedSystem.start(tree, data(tree), port);
        Process launcher = system.launcher();
        List<ProcessHandle> all = Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
                .toList();
        double cpu = all.stream()
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .mapToDouble(spent -> spent.toMillis() / MILLIS)
                .sum();
        return new Start(system.readySeconds(), cpu, mebibytes(all, "Rss:"), mebibytes(all, "Pss:"));
    }

    private void end() {
        try {
            if (system != null) {
                system.stop();
            }
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }

    private Path data(Path tree) {
        return folder.resolve("data-" + trees.indexOf(tree));
    }

    /** Whether archives are still to be made of the lists of classes. */
    static boolean isListed(Path data) {
        Path lists = data.resolve("class-lists");
        if (!Files.exists(lists)) {
            return false;
        }
        try (Stream<Path> files = Files.list(lists)) {
            return files.anyMatch(file -> file.toString().contains(".classes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mebibytes(List<ProcessHandle> processes, String field) {
        return processes.stream()
                .mapToDouble(process -> kibibytes(process.pid(), field) / 1024)
                .sum();
    }

    private static double kibibytes(long pid, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Timing.median(starts.stream().mapToDouble(figure).toArray());
    }
}
