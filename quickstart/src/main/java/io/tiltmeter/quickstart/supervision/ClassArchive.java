package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of a program as the virtual machine keeps them in memory (class-data sharing). Without it, the first start
 * lists the classes that the program loads, and the archive is made of that list by a process of its own; later starts
 * map the archive, and neither read, parse nor verify those classes again.
 *
 * <p>The name contains a hash of the class path and of the virtual machine: what was built again, or runs on another
 * JDK, gets an archive of its own.
 */
final class ClassArchive {
    private static final String SUFFIX = ".jsa";
    /** A service has about 90 MB; an archive is not worth a full disk. */
    private static final long MIN_FREE_BYTES = 1L << 30;

    private final String program;
    private final List<String> classPathOptions;
    private final Path file;
    private final Path list;
    private final boolean possible;
    private boolean listing;

    /**
     * @param program such as {@code trainer-service}; programs of the same name have the same class path
     * @param folder of all archives
     * @param lists folder of the lists, which are deleted when their archives have been made
     */
    ClassArchive(String program, ClassPath classPath, Path folder, Path lists) {
        this.program = program;
        this.classPathOptions = classPath.options();
        this.possible = classPath.isArchivable();
        this.file = folder.resolve(program + "-" + classPath.hash() + SUFFIX);
        this.list = lists.resolve(program + ".classes");
    }

    Path file() {
        return file;
    }

    /**
     * What a virtual machine needs to use the archive, or to list its classes; nothing if neither is possible. A damaged
     * archive is not used, without a message.
     */
    synchronized List<String> options() {
        if (Files.isReadable(file)) {
            return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off");
        }
        if (listing || !possible || !isWritable()) {
            return List.of();
        }
        listing = true;
        return List.of("-XX:DumpLoadedClassList=" + list);
    }

    /**
     * Starts a process that makes the archive, under a temporary name and with a low priority.
     *
     * @throws IOException if it cannot be started
     */
    synchronized Process startMaking() throws IOException {
        // The program still appends to its list, and its last line may be incomplete.
        String classes = Files.readString(list);
        Files.writeString(completeList(), classes.substring(0, classes.lastIndexOf('\n') + 1));
        Files.delete(list);
        List<String> line = new ArrayList<>(List.of(
                "nice",
                "-n",
                "10",
                Part.JAVA,
                // The only collector with which JDK 17 archives objects; programs with others use them.
                "-XX:+UseG1GC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Xlog:all=error",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + completeList(),
                "-XX:SharedArchiveFile=" + made()));
        line.addAll(Part.NATIVE_ACCESS);
        line.addAll(classPathOptions);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** Whether this start listed the classes of an archive that is still missing. */
    synchronized boolean isMissing() {
        return listing && Files.isReadable(list) && !Files.exists(file);
    }

    /**
     * Gives a complete archive its name, and deletes those of older builds; without success, deletes what was made.
     *
     * @throws IOException if the folder cannot be written
     */
    void finish(boolean success) throws IOException {
        if (success) {
            try (FileChannel written = FileChannel.open(made(), StandardOpenOption.READ)) {
                written.force(true);
            }
            Files.move(made(), file, StandardCopyOption.ATOMIC_MOVE);
            deleteOthers();
            Files.deleteIfExists(log());
        }
        Files.deleteIfExists(made());
        Files.deleteIfExists(completeList());
    }

    private void deleteOthers() throws IOException {
        try (Stream<Path> others = Files.list(file.getParent())) {
            for (Path other : others.filter(this::isOther).toList()) {
                Files.deleteIfExists(other);
            }
        }
    }

    private boolean isOther(Path other) {
        return other.getFileName().toString().startsWith(program + "-") && !other.equals(file);
    }

    private Path completeList() {
        return Path.of(list + ".complete");
    }

    private Path log() {
        return list.resolveSibling(program + ".log");
    }

    private Path made() {
        return Path.of(file + "." + ProcessHandle.current().pid());
    }

    private boolean isWritable() {
        try {
            Files.createDirectories(list.getParent());
            Files.createDirectories(file.getParent());
            return Files.isWritable(file.getParent())
                    && file.getParent().toFile().getUsableSpace() >= MIN_FREE_BYTES;
        } catch (IOException readOnly) {
            return false;
        }
    }
}
