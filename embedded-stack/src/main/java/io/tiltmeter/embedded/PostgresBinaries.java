package io.tiltmeter.embedded;

import io.tiltmeter.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from their jar once for each user and machine. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Unpacks them unless that has been done; several processes may do it at once.
     *
     * @throws UncheckedIOException if the disk is full or not writable
     */
    static PostgresBinaries unpacked() {
        Path cache = cache();
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "no PostgreSQL for this machine: " + ARCHIVE + " is not on the class path");
            }
            byte[] archive = resource.readAllBytes();
            Path home = cache.resolve("postgres-" + Sha256.of(archive).substring(0, 16));
            if (!Files.isDirectory(home)) {
                Path unpacking = Files.createTempDirectory(cache, "unpacking-");
                unpack(new ByteArrayInputStream(archive), unpacking);
                publish(unpacking, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL to " + cache, e);
        }
    }

    /**
     * A command line for one of the programs. PostgreSQL refuses to run as root, so root runs it in a new user
     * namespace, as the user nobody.
     */
    ProcessBuilder command(String program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(home.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return new ProcessBuilder(OwnSession.command(line)).redirectErrorStream(true);
    }

    private static Path cache() {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "tiltmeter");
        try {
            return Files.createDirectories(home);
        } catch (IOException noHome) {
            Path temporary =
                    Path.of(System.getProperty("java.io.tmpdir"), "tiltmeter-" + System.getProperty("user.name"));
            try {
                return Files.createDirectories(temporary);
            } catch (IOException e) {
                e.addSuppressed(noHome);
                throw new UncheckedIOException("neither " + home + " nor " + temporary + " can be written", e);
            }
        }
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    } else if (entry.isLink()) {
                        Files.createLink(path, target.resolve(entry.getLinkName()));
                    } else {
                        Files.copy(tar, path);
                        if (target.relativize(path).startsWith("bin")) {
                            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                        }
                    }
                }
            }
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void publish(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            FileTree.delete(unpacked);
        }
    }
}
