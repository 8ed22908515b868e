package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** All data of one system; while this is open no other launcher can use it. */
public final class DataDirectory implements AutoCloseable {
    /** Increases when data of an older version can no longer be read. */
    static final String VERSION = "1";

    private static final long MIN_FREE_BYTES = 300L << 20;

    private final Path home;
    private final FileChannel lock;

    private DataDirectory(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /**
     * Creates the directory, or opens that of an earlier start.
     *
     * @throws StartupException if another launcher uses it, another version wrote it, it holds something else, or its disk is
     *     full
     */
    public static DataDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            Path home = directory.toRealPath();
            requireSpace(home);
            requireOurs(home);
            FileChannel lock = lock(home);
            Files.writeString(home.resolve("version"), VERSION + System.lineSeparator());
            Files.createDirectories(home.resolve("logs"));
            return new DataDirectory(home, lock);
        } catch (IOException e) {
            throw new StartupException(
                    "The data directory " + directory + " cannot be written: " + e.getMessage()
                            + ". Choose another with --data DIR.",
                    e);
        }
    }

    public Path home() {
        return home;
    }

    Path path(String name) {
        return home.resolve(name);
    }

    /** Takes the output of a process. */
    Path log(String name) {
        return path("logs").resolve(name + ".log");
    }

    /** Ends the processes that a killed launcher left running here, and returns how many there were. */
    int endLeftovers() {
        int ended = Leftovers.end(home, Leftovers.GRACE);
        return EmbeddedPostgresServer.endLeftover(path("postgres")) ? ended + 1 : ended;
    }

    /** Writes the running processes to a file, one {@code name pid} a line; without any, deletes it. */
    void noteProcesses(List<String> lines) {
        Path file = home.resolve("processes");
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, lines);
            }
        } catch (IOException e) {
            throw new StartupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The end of a sentence that reports a full disk; empty while there is space. */
    String fullDisk() {
        long free = home.toFile().getUsableSpace();
        return free < MIN_FREE_BYTES / 10
                ? "; the disk of " + home + " is full (" + (free >> 20) + " MiB left): free some space"
                : "";
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void requireSpace(Path home) {
        long free = home.toFile().getUsableSpace();
        if (free < MIN_FREE_BYTES) {
            throw new StartupException("The disk of " + home + " has " + (free >> 20) + " MiB left, and a study needs "
                    + (MIN_FREE_BYTES >> 20) + " MiB. Free some space, or choose another directory with --data DIR.");
        }
    }

    private static void requireOurs(Path home) throws IOException {
        Path versionFile = home.resolve("version");
        if (Files.exists(versionFile)) {
            String version = Files.readString(versionFile).strip();
            if (!version.equals(VERSION)) {
                throw new StartupException(
                        "The data directory " + home + " was written by another version of Tiltmeter (layout \""
                                + version + "\", this one reads \"" + VERSION
                                + "\"). Choose another with --data DIR, or delete it.");
            }
            return;
        }
        try (Stream<Path> files = Files.list(home)) {
            if (files.anyMatch(file -> !file.getFileName().toString().equals("lock"))) {
                throw new StartupException("The directory " + home
                        + " contains files that do not belong to Tiltmeter. Choose an empty or new one with"
                        + " --data DIR.");
            }
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        Path file = home.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new StartupException(
                    "Another Tiltmeter (process " + Files.readString(file).strip() + ") uses the data directory " + home
                            + ". End it, or choose another directory with --data DIR and other ports with --port N.");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
        return channel;
    }
}
