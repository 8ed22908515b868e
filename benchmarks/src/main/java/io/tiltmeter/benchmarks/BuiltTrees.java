package io.tiltmeter.benchmarks;

import io.tiltmeter.embedded.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of benchmarks that start the whole system from built trees, one at a time, each with data of its own. */
final class BuiltTrees {
    private static final Duration ARCHIVES_WAIT = Duration.ofMinutes(10);

    @Option(names = "--port", paramLabel = "N", converter = WholeNumber.Count.class, defaultValue = "20080")
    private int port;

    @Parameters(paramLabel = "TREE", arity = "0..*", defaultValue = "${sys:tiltmeter.home:-.}")
    private List<Path> trees;

    private Path folder;
    private LaunchedSystem system;

    /** The trees; their data are deleted, and what runs is ended, when this process ends. */
    List<Path> open() throws IOException {
        folder = Files.createTempDirectory("tiltmeter-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        return trees;
    }

    /** Starts the system of a tree, on the data of its earlier starts. */
    LaunchedSystem start(Path tree) throws IOException {
        system = LaunchedSystem.start(tree, data(tree), port);
        return system;
    }

    /** Waits until the archives of classes are made, which the first start of a tree does in the background. */
    void awaitArchives(Path tree) {
        TemporarySystem.await("class archives", ARCHIVES_WAIT, () -> !isListed(data(tree)));
    }

    private Path data(Path tree) {
        return folder.resolve("data-" + trees.indexOf(tree));
    }

    /** Whether archives are still to be made of the lists of classes. */
    private static boolean isListed(Path data) {
        Path lists = data.resolve("class-lists");
        if (!Files.exists(lists)) {
            return false;
        }
        try (Stream<Path> files = Files.list(lists)) {
            return files.anyMatch(file -> file.toString().contains(".classes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        try {
            if (system != null) {
                system.stop();
            }
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }
}
