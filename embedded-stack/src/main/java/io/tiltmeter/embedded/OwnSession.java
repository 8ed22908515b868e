package io.tiltmeter.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that run in a session of their own, where a terminal's Ctrl-C and hang-up do not reach them: who started
 * them ends them, in good order.
 */
public final class OwnSession {
    private static final List<String> PREFIX = prefix();

    private OwnSession() {}

    /** The command line, led by {@code setsid} where the system has it; the process id stays the command's own. */
    public static List<String> command(List<String> line) {
        return Stream.concat(PREFIX.stream(), line.stream()).toList();
    }

    private static List<String> prefix() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator))
                .map(place -> Path.of(place, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> List.of(found.toString()))
                .orElse(List.of());
    }
}
