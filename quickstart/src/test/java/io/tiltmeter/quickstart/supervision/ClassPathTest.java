package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir
    private Path folder;

    private Path program;
    private Path library;

    @BeforeEach
    void writeJars() throws IOException {
        program = folder.resolve("program.jar");
        library = folder.resolve("lib/library.jar");
        Files.createDirectories(library.getParent());
        writeJar(program, "lib/library.jar");
        writeJar(library, "");
    }

    @Test
    void filesOfTheManifestBelongToIt() {
        assertEquals(List.of(program, library), ClassPath.ofJar(program).files());
        assertEquals(
                List.of("-jar", program.toString()), ClassPath.ofJar(program).options());
    }

    @Test
    void hashChangesWithATimeAndWithASizeOfALibrary() throws IOException {
        String hash = ClassPath.ofJar(program).hash();
        assertEquals(hash, ClassPath.ofJar(program).hash());
        FileTime time = Files.getLastModifiedTime(library);
        Files.setLastModifiedTime(library, FileTime.fromMillis(time.toMillis() + 2_000));
        assertNotEquals(hash, ClassPath.ofJar(program).hash());
        Files.setLastModifiedTime(library, time);
        assertEquals(hash, ClassPath.ofJar(program).hash());
        Files.write(library, new byte[1]);
        Files.setLastModifiedTime(library, time);
        assertNotEquals(hash, ClassPath.ofJar(program).hash());
    }

    @Test
    void hashChangesWithTheOrderOfFiles() {
        assertNotEquals(
                ClassPath.of(program + File.pathSeparator + library).hash(),
                ClassPath.of(library + File.pathSeparator + program).hash());
    }

    @Test
    void foldersCannotBeArchived() {
        assertTrue(ClassPath.of(program.toString()).isArchivable());
        assertFalse(ClassPath.of(program + File.pathSeparator + folder).isArchivable());
    }

    private static void writeJar(Path file, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }
}
