package io.tiltmeter.servicekit.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files, and folders with all that they contain. */
final class FileTree {
    private FileTree() {}

    /** When any of its files was last changed. */
    static Instant lastTouched(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            Instant newest = Instant.EPOCH;
            for (Path path : paths.toList()) {
                Instant touched = Files.getLastModifiedTime(path).toInstant();
                newest = touched.isAfter(newest) ? touched : newest;
            }
            return newest;
        } catch (NoSuchFileException goneMeanwhile) {
            return Instant.now();
        }
    }

    /** The length of all files; those that are deleted meanwhile do not count. */
    static long bytes(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return 0;
        }
        long[] bytes = new long[1];
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return bytes[0];
    }

    /** Deletes whatever is there, at the same time as others or alone. */
    static void delete(Path tree) throws IOException {
        while (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                // by somebody else; what they left is deleted in the next round
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
        }
    }
}
