package io.tiltmeter.benchmarks;

import io.tiltmeter.embedded.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a benchmark writes: some files have gigabytes, and neither they nor processes may outlive an interrupt. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    /** Creates a folder that is deleted when this program ends, after its child processes have been ended. */
    static Path create() throws IOException {
        Path folder = Files.createTempDirectory("tiltmeter-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
    }

    private static void remove(Path folder) {
        ProcessHandle.current().children().forEach(child -> {
            child.destroyForcibly();
            child.onExit().join();
        });
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }
}
