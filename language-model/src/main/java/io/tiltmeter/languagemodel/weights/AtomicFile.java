package io.tiltmeter.languagemodel.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file under another name, forces it to disk and renames it, so that a file of its name is always complete. A file
 * that is replaced stays valid for those who have it open or mapped. A process that ends early leaves a file ending in
 * {@code .partial}, which the next write replaces.
 */
final class AtomicFile {

    private AtomicFile() {}

    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || !Files.exists(partial)) { // or it was renamed between opening and locking
                throw new IOException(partial + " is being written by another process");
            }
            fill(channel, content, partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        forceFolder(file.toAbsolutePath().getParent());
    }

    private static void fill(FileChannel channel, Content content, Path partial) throws IOException {
        boolean whole = false;
        try {
            channel.truncate(0);
            content.writeTo(channel);
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(partial);
            }
        }
    }

    /** Forces renames and removals in a folder to disk. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
