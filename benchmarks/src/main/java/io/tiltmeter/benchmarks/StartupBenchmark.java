package io.tiltmeter.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts of the whole system from built trees, which take turns: time until it is ready, processor time and memory of all
 * its processes. Each tree is started once before, which initialises its data and makes its class archives.
 */
@Command(name = "startup", sortOptions = false)
final class StartupBenchmark implements Callable<Integer> {
    private static final double MILLIS = 1e3;

    @Option(names = "--rounds", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "5")
    private int rounds;

    @Mixin
    private BuiltTrees built;

    @Override
    public Integer call() throws IOException {
        List<Path> trees = built.open();
        Map<Path, List<Start>> starts = new LinkedHashMap<>();
        for (Path tree : trees) {
            LaunchedSystem first = built.start(tree);
            built.awaitArchives(tree);
            first.stop();
            starts.put(tree, new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (Path tree : trees) {
                LaunchedSystem system = built.start(tree);
                starts.get(tree).add(measured(system));
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

    private static Start measured(LaunchedSystem system) {
        List<ProcessHandle> all = system.processes();
        double cpu = all.stream()
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .mapToDouble(spent -> spent.toMillis() / MILLIS)
                .sum();
        ProcessMemory memory = ProcessMemory.of(all);
        return new Start(system.readySeconds(), cpu, memory.residentMebibytes(), memory.proportionalMebibytes());
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Timing.median(starts.stream().mapToDouble(figure).toArray());
    }
}
