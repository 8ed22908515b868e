package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The process that listens on a port, read from /proc; processes of other users are not found.
 *
 * @param pid its process id
 * @param command its command line, cut to a readable length
 */
record PortHolder(long pid, String command) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int MAX_COMMAND_LENGTH = 100;

    static Optional<PortHolder> of(int port) {
        Set<Path> sockets = listeningSockets(port);
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> holdsAny(process, sockets))
                    .map(process ->
                            new PortHolder(Long.parseLong(process.getFileName().toString()), command(process)))
                    .findFirst();
        } catch (IOException noProc) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "process " + pid + " (" + command + ")";
    }

    /** The targets of the links that file descriptors of these sockets are. */
    private static Set<Path> listeningSockets(int port) {
        String suffix = String.format(":%04X", port);
        Set<Path> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(column -> column.length > INODE
                                && column[LOCAL_ADDRESS].endsWith(suffix)
                                && column[STATE].equals(LISTENING))
                        .forEach(column -> sockets.add(Path.of("socket:[" + column[INODE] + "]")));
            } catch (IOException noSuchTable) {
                continue;
            }
        }
        return sockets;
    }

    private static boolean holdsAny(Path process, Set<Path> sockets) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(descriptor));
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        } catch (IOException | UncheckedIOException endedOrForeign) {
            return false;
        }
    }

    private static String command(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"))
                    .replaceAll("[\\s\0]+", " ")
                    .strip();
            return line.length() <= MAX_COMMAND_LENGTH ? line : line.substring(0, MAX_COMMAND_LENGTH) + "...";
        } catch (IOException endedMeanwhile) {
            return "ended meanwhile";
        }
    }
}
