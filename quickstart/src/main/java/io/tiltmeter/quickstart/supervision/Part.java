package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.embedded.OwnSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** From version 22 on Java needs an option before it calls native code without a warning. */
    static final List<String> NATIVE_ACCESS =
            Runtime.version().feature() >= 22 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();

    /** How a process is started. */
    @FunctionalInterface
    interface Starter {
        /**
         * @throws IOException if the operating system refuses
         */
        Process start() throws IOException;
    }

    /**
     * A program in a Java virtual machine of its own. Only the first process uses the archive: if one ends unexpectedly,
     * that may be the reason.
     *
     * @param program options of the virtual machine beyond those that all parts share, {@code -jar} or {@code -cp}, and
     *     what follows
     * @param environment added to this process's own
     */
    static Part java(
            String name, Path log, ClassArchive archive, List<String> program, Map<String, String> environment) {
        AtomicBoolean first = new AtomicBoolean(true);
        Starter starter = () -> {
            List<String> line = new ArrayList<>(List.of(JAVA, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
            line.addAll(NATIVE_ACCESS);
            if (first.getAndSet(false)) {
                line.addAll(archive.options());
            }
            line.addAll(program);
            ProcessBuilder builder = new ProcessBuilder(OwnSession.command(line))
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        };
        return new Part(name, log, starter, Process::destroy);
    }
}
