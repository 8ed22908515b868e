package io.tiltmeter.servicekit.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonReason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An {@link ArtifactStore} in a directory that every service sees: a laptop's disk, or a volume they share. Unfinished
 * writes lie in its folder {@code .unfinished}; those of a process that died are cleared by {@link #clearUnfinished}.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private static final String UNFINISHED = ".unfinished";

    private final Path root;

    /** @param root the directory; made if it is not there */
    public DirectoryArtifactStore(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root.resolve(UNFINISHED));
    }

    @Override
    public ArtifactRef writeFile(String path, FileContent content) throws IOException {
        resolve(path);
        return writeFile(sha256 -> path, content);
    }

    @Override
    public ArtifactRef writeFileByContent(String folder, FileContent content) throws IOException {
        resolve(folder);
        return writeFile(sha256 -> folder + "/" + sha256, content);
    }

    private ArtifactRef writeFile(UnaryOperator<String> pathOfHash, FileContent content) throws IOException {
        Path unfinished = newUnfinished();
        try {
            MessageDigest digest = Sha256.newDigest();
            try (OutputStream out = new BufferedOutputStream(
                    new DigestOutputStream(Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW), digest))) {
                content.writeTo(out);
            }
            force(unfinished);
            long bytes = Files.size(unfinished);
            String sha256 = Sha256.hex(digest);
            String path = pathOfHash.apply(sha256);
            Path target = resolve(path);
            Files.createDirectories(target.getParent());
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(target.getParent());
            return ArtifactRef.of(path, sha256, bytes);
        } finally {
            FileTree.delete(unfinished);
        }
    }

    @Override
    public ArtifactRef writeFolder(String path, FolderContent content) throws IOException {
        resolve(path);
        return writeFolder(sha256 -> path, content);
    }

    @Override
    public ArtifactRef writeFolderByContent(String folder, FolderContent content) throws IOException {
        resolve(folder);
        return writeFolder(sha256 -> folder + "/" + sha256, content);
    }

    private ArtifactRef writeFolder(UnaryOperator<String> pathOfHash, FolderContent content) throws IOException {
        Path unfinished = newUnfinished();
        try {
            Files.createDirectory(unfinished);
            content.writeTo(unfinished);
            Manifest manifest = describe(unfinished);
            byte[] json = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
            Path manifestFile = unfinished.resolve(Manifest.FILE_NAME);
            Files.write(manifestFile, json, StandardOpenOption.CREATE_NEW);
            force(manifestFile);
            force(unfinished);
            String sha256 = Sha256.of(json);
            String path = pathOfHash.apply(sha256);
            ArtifactRef ref = ArtifactRef.of(path + "/" + Manifest.FILE_NAME, sha256, manifest.totalBytes());
            putInPlace(unfinished, resolve(path), ref);
            return ref;
        } finally {
            FileTree.delete(unfinished);
        }
    }

    @Override
    public Path file(ArtifactRef ref) throws IOException {
        Path file = resolve(ref.path());
        check(file, ref.uri(), ref.bytes(), ref.sha256());
        return file;
    }

    @Override
    public Path folder(ArtifactRef manifestRef) throws IOException {
        return folder(manifestRef, path -> true);
    }

    @Override
    public Path folder(ArtifactRef manifestRef, Predicate<String> opened) throws IOException {
        Path manifestFile = resolve(manifestRef.path());
        if (!Files.isRegularFile(manifestFile)) {
            throw new ArtifactDamaged(manifestRef.uri() + " is missing");
        }
        byte[] json = Files.readAllBytes(manifestFile);
        checkHash(manifestRef.uri(), manifestRef.sha256(), Sha256.of(json));
        Path folder = manifestFile.getParent();
        for (Manifest.Entry entry : parse(manifestRef, json).files()) {
            if (!ArtifactRef.isPlainPath(entry.path())) {
                throw new ArtifactDamaged(manifestRef.uri() + " lists \"" + entry.path() + "\", which leads elsewhere");
            }
            if (opened.test(entry.path())) {
                Path file = folder.resolve(entry.path());
                check(file, name(file), entry.bytes(), entry.sha256());
            }
        }
        return folder;
    }

    @Override
    public Path unreferenced(String path) throws IOException {
        Path file = resolve(path);
        Path walked = root;
        for (Path part : root.relativize(file)) {
            walked = walked.resolve(part);
            if (Files.isSymbolicLink(walked)) {
                throw new IllegalArgumentException(
                        "artifact path \"" + path + "\" leads over the link " + root.relativize(walked));
            }
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    @Override
    public Map<String, Instant> files(String folder) throws IOException {
        Path directory = resolve(folder);
        if (!Files.isDirectory(directory)) {
            return Map.of();
        }
        Map<String, Instant> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    found.put(
                            folder + "/" + file.getFileName(),
                            Files.getLastModifiedTime(file).toInstant());
                } catch (NoSuchFileException e) {
                    // Another process has deleted it since it was listed.
                }
            }
        }
        return found;
    }

    @Override
    public long bytes(String path) throws IOException {
        return FileTree.bytes(resolve(path));
    }

    @Override
    public void delete(String path) throws IOException {
        FileTree.delete(resolve(path));
    }

    /** Removes unfinished writes that have not been touched for so long: their process died. */
    public void clearUnfinished(Duration untouchedFor) throws IOException {
        Instant limit = Instant.now().minus(untouchedFor);
        try (Stream<Path> leftovers = Files.list(root.resolve(UNFINISHED))) {
            for (Path leftover : leftovers.toList()) {
                if (FileTree.lastTouched(leftover).isBefore(limit)) {
                    FileTree.delete(leftover);
                }
            }
        }
    }

    private Path resolve(String path) {
        if (!ArtifactRef.isPlainPath(path)) {
            throw new IllegalArgumentException(
                    "artifact path \"" + path + "\" is not a relative path of letters, digits, '.', '_' and '-'");
        }
        return root.resolve(path);
    }

    /** As a reference names it: these messages travel in events, which carry no path of this machine. */
    private String name(Path file) {
        return ArtifactRef.SCHEME + root.relativize(file);
    }

    private Path newUnfinished() {
        return root.resolve(UNFINISHED).resolve(UUID.randomUUID().toString());
    }

    /** A folder of the same bytes stays as it is; one that differs is replaced: nothing referred to it yet. */
    private void putInPlace(Path unfinished, Path target, ArtifactRef ref) throws IOException {
        Path existing = target.resolve(Manifest.FILE_NAME);
        if (Files.isRegularFile(existing) && Sha256.of(existing).equals(ref.sha256())) {
            try {
                folder(ref);
                return;
            } catch (ArtifactDamaged damaged) {
                // what stands there is not whole: replace it below
            }
        }
        FileTree.delete(target);
        Files.createDirectories(target.getParent());
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
    }

    private static Manifest describe(Path folder) throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                force(path);
                String name = folder.relativize(path).toString().replace('\\', '/');
                entries.add(new Manifest.Entry(name, Sha256.of(path), Files.size(path)));
            }
        }
        return new Manifest(entries);
    }

    private static Manifest parse(ArtifactRef ref, byte[] json) throws IOException {
        try {
            return Json.mapper().readValue(json, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new ArtifactDamaged(
                    ref.uri() + " is not a manifest: it " + JsonReason.of(e, new String(json, StandardCharsets.UTF_8)));
        }
    }

    private static void check(Path file, String name, long bytes, String sha256) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ArtifactDamaged(name + " is missing");
        }
        long actual = Files.size(file);
        if (actual != bytes) {
            throw new ArtifactDamaged(name + " has " + actual + " bytes instead of " + bytes);
        }
        checkHash(name, sha256, Sha256.of(file));
    }

    private static void checkHash(String name, String expected, String actual) throws ArtifactDamaged {
        if (!expected.equals(actual)) {
            throw new ArtifactDamaged(name + " was changed: its hash is " + actual + " instead of " + expected);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
