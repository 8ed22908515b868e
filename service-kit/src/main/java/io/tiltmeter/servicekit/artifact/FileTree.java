package io.tiltmeter.servicekit.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
