package io.tiltmeter.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands in a session of their own: they do not receive the signals of the terminal (Ctrl-C, hang-up), so that the
 * process that started them can end them in order.
 */
public final class OwnSession {
    private static final List<String> PREFIX = prefix();

    private OwnSession() {}

    /** The command line, preceded by {@code setsid} if the operating system has it; the process id does not change. */
    public static List<String> command(List<String> line) {
        return Stream.concat(PREFIX.stream(), line.stream()).toList();
    }

    private static List<String> prefix() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> List.of(found.toString()))
                .orElse(List.of());
    }
}
