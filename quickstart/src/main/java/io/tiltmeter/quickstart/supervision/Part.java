package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.embedded.OwnSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One process of the system, which can be started any number of times.
 *
 * @param name such as {@code trainer-service}
 * @param log file that takes its output
 * @param starter starts it again; the process before has ended
 * @param stopper asks a process to end, without waiting
 */
record Part(String name, Path log, Starter starter, Consumer<Process> stopper) {
    /** From this version on Java needs an option before it calls native code without a warning. */
    private static final int JAVA_WITH_NATIVE_ACCESS = 22;

    /** How a process is started. */
    @FunctionalInterface
    interface Starter {
        /**
         * @throws IOException if the operating system refuses
         */
        Process start() throws IOException;
    }

    /**
     * A program in a Java virtual machine of its own.
     *
     * @param program options of the virtual machine beyond those that all parts share, {@code -jar} or {@code -cp}, and
     *     what follows
     * @param environment added to this process's own
     */
    static Part java(String name, Path log, List<String> program, Map<String, String> environment) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= JAVA_WITH_NATIVE_ACCESS) {
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        line.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(OwnSession.command(line))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new Part(name, log, builder::start, Process::destroy);
    }
}
