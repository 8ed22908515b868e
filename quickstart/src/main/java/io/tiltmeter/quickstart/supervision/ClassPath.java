package io.tiltmeter.quickstart.supervision;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * What a program is loaded from.
 *
 * @param options {@code -jar} or {@code -cp} with its value
 * @param files all of them, with those that the manifests name
 */
record ClassPath(List<String> options, List<Path> files) {
    private static final int HASH_DIGITS = 16;

    /** A program that is started by {@code -jar}. */
    static ClassPath ofJar(Path jar) {
        return new ClassPath(List.of("-jar", jar.toString()), withManifest(jar).toList());
    }

    /** A value of {@code -cp}. */
    static ClassPath of(String value) {
        List<Path> files = Stream.of(value.split(File.pathSeparator))
                .map(Path::of)
                .flatMap(ClassPath::withManifest)
                .toList();
        return new ClassPath(List.of("-cp", value), files);
    }

    /** Whether classes of all its files can be archived: those of folders cannot. */
    boolean isArchivable() {
        return files.stream().noneMatch(Files::isDirectory);
    }

    /** Changes with the files' names, sizes and times, and with the virtual machine of this process. */
    String hash() {
        List<String> parts = new ArrayList<>(options);
        for (String property : List.of("java.home", "java.vm.name", "java.vm.vendor", "java.vm.version", "os.arch")) {
            parts.add(System.getProperty(property));
        }
        files.forEach(path -> {
            File file = path.toFile();
            parts.add(path + " " + file.length() + " " + file.lastModified());
        });
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Stream<Path> withManifest(Path path) {
        if (!Files.isRegularFile(path)) {
            return Stream.of(path);
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Stream.concat(
                    Stream.of(path),
                    names == null ? Stream.of() : Stream.of(names.split(" ")).map(path::resolveSibling));
        } catch (IOException noJar) {
            return Stream.of(path);
        }
    }
}
