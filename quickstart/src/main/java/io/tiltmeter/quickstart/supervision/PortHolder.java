package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
        Set<String> sockets = listeningSockets(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsAny(process, sockets)) {
                    return Optional.of(
                            new PortHolder(Long.parseLong(process.getFileName().toString()), command(process)));
                }
            }
            return Optional.empty();
        } catch (IOException noProc) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "process " + pid + " (" + command + ")";
    }

    private static Set<String> listeningSockets(int port) {
        String suffix = String.format(":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(column -> column.length > INODE
                                && column[LOCAL_ADDRESS].endsWith(suffix)
                                && column[STATE].equals(LISTENING))
                        .forEach(column -> sockets.add("socket:[" + column[INODE] + "]"));
            } catch (IOException noSuchTable) {
                continue;
            }
        }
        return sockets;
    }

    private static boolean holdsAny(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (pointsToAny(descriptor, sockets)) {
                    return true;
                }
            }
            return false;
        } catch (IOException endedOrForeign) {
            return false;
        }
    }

    private static boolean pointsToAny(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String command(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
            return line.length() <= MAX_COMMAND_LENGTH ? line : line.substring(0, MAX_COMMAND_LENGTH) + "...";
        } catch (IOException endedMeanwhile) {
            return "ended meanwhile";
        }
    }
}
