package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault.Outlook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The only directories that checkpoints are read from, with their subdirectories. Links are followed, and what they
 * lead to must lie below one of them too.
 */
public final class CheckpointDirectories {
    private final List<Path> roots;

    /** @param roots the directories; those that are not there are passed over */
    public CheckpointDirectories(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /**
     * The folder of this path: relative to one of the directories, the first that has it, or absolute.
     *
     * @throws UnusableFolder if there is none, or it lies elsewhere
     */
    public LocatedFolder find(String path) throws UnusableFolder {
        Path requested;
        try {
            requested = Path.of(path);
        } catch (InvalidPathException e) {
            throw refused("is not a path: " + e.getReason());
        }
        boolean elsewhere = false;
        for (Path root : requested.isAbsolute() ? List.of(requested) : roots) {
            Optional<Path> real = real(root.resolve(requested));
            if (real.isPresent() && holds(real.get())) {
                if (!Files.isDirectory(real.get())) {
                    throw refused("is a file, and a folder is needed");
                }
                return located(real.get());
            }
            elsewhere |= real.isPresent();
        }
        throw elsewhere
                ? refused("leads out of the directories that checkpoints are read from")
                : refused("is not there, as this service sees it", Outlook.PERHAPS_UNFINISHED);
    }

    /** The folder of this path, if it is one that {@link #find} finds. */
    public Optional<LocatedFolder> look(String path) {
        try {
            return Optional.of(find(path));
        } catch (UnusableFolder notThere) {
            return Optional.empty();
        }
    }

    /** Whether a file or folder, its links resolved, lies below one of the directories. */
    boolean holds(Path realPath) {
        return roots.stream().flatMap(root -> real(root).stream()).anyMatch(root -> realPath.startsWith(root));
    }

    /**
     * Refuses a folder whose files are links out of the directories, before any is opened.
     *
     * @throws UnusableFolder naming every such file
     */
    void refuseLinksOut(Path folder) throws UnusableFolder, IOException {
        List<FolderFault> faults = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isSymbolicLink).sorted().toList()) {
                if (!Files.isDirectory(file)
                        && real(file).filter(path -> !holds(path)).isPresent()) {
                    faults.add(new FolderFault(
                            file.getFileName() + " is a link out of the directories that checkpoints are read from",
                            "put the file itself there",
                            Outlook.FINAL));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new UnusableFolder(faults);
        }
    }

    LocatedFolder located(Path real) {
        for (Path root : roots) {
            Optional<Path> realRoot = real(root);
            if (realRoot.isPresent() && real.startsWith(realRoot.get())) {
                String name = realRoot.get().relativize(real).toString();
                if (name.isEmpty() || !firstOf(name).equals(Optional.of(real))) {
                    break;
                }
                return new LocatedFolder(real, name);
            }
        }
        return new LocatedFolder(real, real.toString());
    }

    private Optional<Path> firstOf(String name) {
        return roots.stream()
                .flatMap(root -> real(root.resolve(name)).stream())
                .filter(this::holds)
                .findFirst();
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private UnusableFolder refused(String what) {
        return refused(what, Outlook.FINAL);
    }

    private UnusableFolder refused(String what, Outlook outlook) {
        String known = roots.stream().map(root -> root.getFileName() + "/").collect(Collectors.joining(", "));
        return new UnusableFolder(List.of(new FolderFault(
                what,
                "send a folder below tiltmeter.checkpoints.directories (" + known
                        + "), from there or absolute; ./tiltmeter up --models DIR adds one",
                outlook)));
    }
}
