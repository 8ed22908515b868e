package io.tiltmeter.languagemodel.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that has its name only when it is whole: it is written beside its place under another name, forced to disk and
 * renamed. What stood there stays as it was for those who have it open or mapped. What an ended process leaves behind
 * ends in {@code .partial} and is overwritten next time.
 */
final class WholeFile {

    private WholeFile() {}

    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || !Files.exists(partial)) { // or was renamed between opening and locking
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

    /** Makes renames and removals in a folder last. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
