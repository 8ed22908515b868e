package io.tiltmeter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Memory of processes as the kernel counts it in {@code /proc/PID/smaps_rollup}.
 *
 * @param residentMebibytes RSS: memory that processes share counts for each of them
 * @param proportionalMebibytes PSS: it counts once
 */
record ProcessMemory(double residentMebibytes, double proportionalMebibytes) {
    private static final double KIBIBYTES = 1024;

    static final ProcessMemory NONE = new ProcessMemory(0, 0);

    /** Of one process; none if it has ended. */
    static ProcessMemory of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            Map<String, Double> fields = lines.filter(line -> line.startsWith("Rss:") || line.startsWith("Pss:"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(':')),
                            line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES));
            return new ProcessMemory(fields.getOrDefault("Rss", 0.0), fields.getOrDefault("Pss", 0.0));
        } catch (IOException | UncheckedIOException ended) {
            return NONE;
        }
    }

    /** Of all together. */
    static ProcessMemory of(Collection<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> of(process.pid()))
                .reduce(
                        NONE,
                        (one, other) -> new ProcessMemory(
                                one.residentMebibytes + other.residentMebibytes,
                                one.proportionalMebibytes + other.proportionalMebibytes));
    }

    /** The larger of each. */
    ProcessMemory max(ProcessMemory other) {
        return new ProcessMemory(
                Math.max(residentMebibytes, other.residentMebibytes),
                Math.max(proportionalMebibytes, other.proportionalMebibytes));
    }
}
