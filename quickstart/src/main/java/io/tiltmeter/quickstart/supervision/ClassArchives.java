package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The archives of all programs of a system; makes those that are missing, one after the other. */
final class ClassArchives implements AutoCloseable {
    private final Path lists;
    private final Map<String, ClassArchive> archives = new LinkedHashMap<>();
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private Process making;
    private boolean closed;

    /**
     * @param lists folder of temporary files
     */
    ClassArchives(Path lists) {
        this.lists = lists;
    }

    /**
     * That of a program; replicas share one.
     *
     * @param code the root of the built tree, which holds the archives
     */
    synchronized ClassArchive of(Path code, String program, ClassPath classPath) {
        return archives.computeIfAbsent(
                program, name -> new ClassArchive(name, classPath, code.resolve("target/class-archives"), lists));
    }

    /** Begins to make the archives of the programs whose classes this start lists. */
    synchronized CompletableFuture<Void> makeMissing() {
        List<ClassArchive> missing =
                archives.values().stream().filter(ClassArchive::isMissing).toList();
        work = CompletableFuture.runAsync(() -> missing.forEach(this::make), ClassArchives::inBackground);
        return work;
    }

    /** Ends the process that makes an archive, and deletes its file. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (making != null) {
                making.destroyForcibly();
            }
        }
        work.join();
    }

    /** The system runs as well without it; the next start tries again. */
    private void make(ClassArchive archive) {
        try {
            Process process;
            synchronized (this) {
                if (closed) {
                    return;
                }
                process = archive.startMaking();
                making = process;
            }
            archive.finish(process.onExit().join().exitValue() == 0);
        } catch (IOException folderNotWritable) {
            return;
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "class-archives");
        thread.setDaemon(true);
        thread.start();
    }
}
