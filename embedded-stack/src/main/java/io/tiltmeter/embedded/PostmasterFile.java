package io.tiltmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid} of a data directory: the process that serves it, or served it before it was killed. The process
 * id alone is not enough: after a restart of the machine or container another process may have it.
 */
record PostmasterFile(Path directory) {
    /** The live PostgreSQL process that serves this very directory. */
    Optional<ProcessHandle> running() {
        Path file = file();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::servesDirectory);
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Ends a server whose owner was killed, and removes a stale file, which would otherwise keep PostgreSQL from
     * starting when another process has the same id.
     *
     * @return whether there was such a server
     */
    boolean endLeftover() {
        Optional<ProcessHandle> leftover = running();
        leftover.ifPresent(server -> {
            server.destroyForcibly();
            server.onExit().join();
        });
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the stale " + file(), e);
        }
        return leftover.isPresent();
    }

    private Path file() {
        return directory.resolve("postmaster.pid");
    }

    /** A postmaster's working directory is its data directory. */
    private boolean servesDirectory(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readString(proc.resolve("comm")).strip().equals("postgres")
                    && Files.isSameFile(proc.resolve("cwd"), directory);
        } catch (IOException e) {
            return false;
        }
    }
}
