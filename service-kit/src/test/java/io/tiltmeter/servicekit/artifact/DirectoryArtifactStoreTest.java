package io.tiltmeter.servicekit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactStoreTest {
    @TempDir
    Path root;

    private DirectoryArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new DirectoryArtifactStore(root);
    }

    @Test
    void aStoredFileComesBackUnchanged() throws IOException {
        ArtifactRef ref = store.writeFile("mixtures/m/examples.jsonl", out -> out.write(bytes("one\ntwo\n")));
        assertEquals(8, ref.bytes());
        assertEquals("one\ntwo\n", Files.readString(store.file(ref)));
    }

    @Test
    void aChangedFileIsRefusedByName() throws IOException {
        ArtifactRef ref = store.writeFile("a/b.txt", out -> out.write(bytes("right")));
        Files.writeString(root.resolve("a/b.txt"), "wrong");
        ArtifactDamaged damaged = assertThrows(ArtifactDamaged.class, () -> store.file(ref));
        assertTrue(damaged.getMessage().contains("a/b.txt"), damaged.getMessage());
        Files.delete(root.resolve("a/b.txt"));
        assertThrows(ArtifactDamaged.class, () -> store.file(ref));
    }

    @Test
    void whatSeveralDeleteAtOnceIsGoneAndNobodyFails() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 100; round++) {
                store.writeFolder("f", folder -> {
                    for (int file = 0; file < 20; file++) {
                        Files.writeString(
                                Files.createDirectories(folder.resolve("d" + file))
                                        .resolve("w"),
                                "1");
                    }
                });
                for (Future<Void> deletion : threads.invokeAll(Collections.<Callable<Void>>nCopies(4, () -> {
                    store.delete("f");
                    return null;
                }))) {
                    deletion.get();
                }
                assertFalse(Files.exists(root.resolve("f")));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theLengthOfAFolderIsThatOfItsFiles() throws IOException {
        store.writeFile("a/b/one", out -> out.write(bytes("12345")));
        store.writeFile("a/two", out -> out.write(bytes("123")));
        assertEquals(8, store.bytes("a"));
        assertEquals(5, store.bytes("a/b/one"));
        assertEquals(0, store.bytes("a/nothing"));
    }

    @Test
    void foldersOfEqualFilesAreOneWhereTheyAreStoredByContent() throws IOException {
        ArtifactRef first =
                store.writeFolderByContent("adopted", folder -> Files.writeString(folder.resolve("w"), "1"));
        ArtifactRef again =
                store.writeFolderByContent("adopted", folder -> Files.writeString(folder.resolve("w"), "1"));
        ArtifactRef other =
                store.writeFolderByContent("adopted", folder -> Files.writeString(folder.resolve("w"), "2"));
        assertEquals(first, again);
        assertEquals("artifact:adopted/" + first.sha256() + "/manifest.json", first.uri());
        assertFalse(first.equals(other));
        assertEquals("1", Files.readString(store.folder(first).resolve("w")));
    }

    @Test
    void aWriterThatFailsLeavesNothing() throws IOException {
        assertThrows(
                IOException.class,
                () -> store.writeFolder("checkpoints/r/step-1", folder -> {
                    Files.writeString(folder.resolve("half"), "half");
                    throw new IOException("No space left on device");
                }));
        try (Stream<Path> left = Files.walk(root)) {
            assertFalse(left.anyMatch(path -> path.endsWith("half")));
        }
        assertFalse(Files.exists(root.resolve("checkpoints/r/step-1")));
    }

    @Test
    void aFolderIsCheckedFileByFile() throws IOException {
        ArtifactRef ref = store.writeFolder("checkpoints/r/step-1", folder -> {
            Files.writeString(folder.resolve("config.json"), "{}");
            Files.createDirectory(folder.resolve("extra"));
            Files.writeString(folder.resolve("extra/weights"), "0123456789");
        });
        assertEquals(12, ref.bytes());
        assertEquals("0123456789", Files.readString(store.folder(ref).resolve("extra/weights")));
        Files.writeString(root.resolve("checkpoints/r/step-1/extra/weights"), "012345678X");
        assertThrows(ArtifactDamaged.class, () -> store.folder(ref));
    }

    @Test
    void onlyTheFilesThatAreOpenedAreChecked() throws IOException {
        ArtifactRef ref = store.writeFolder("f", folder -> {
            Files.writeString(folder.resolve("tokenizer.json"), "{}");
            Files.writeString(folder.resolve("weights"), "0123456789");
        });
        Files.delete(root.resolve("f/weights"));
        assertEquals(root.resolve("f"), store.folder(ref, "tokenizer.json"::equals));
        assertThrows(ArtifactDamaged.class, () -> store.folder(ref, "weights"::equals));
        Files.writeString(root.resolve("f/tokenizer.json"), "[]");
        assertThrows(ArtifactDamaged.class, () -> store.folder(ref, "tokenizer.json"::equals));
    }

    @Test
    void writingTheSameFolderTwiceChangesNothingAndOtherBytesReplaceIt() throws IOException {
        ArtifactRef first = store.writeFolder("f", folder -> Files.writeString(folder.resolve("x"), "1"));
        ArtifactRef again = store.writeFolder("f", folder -> Files.writeString(folder.resolve("x"), "1"));
        assertEquals(first, again);
        ArtifactRef other = store.writeFolder("f", folder -> Files.writeString(folder.resolve("x"), "2"));
        assertEquals("2", Files.readString(store.folder(other).resolve("x")));
        assertThrows(ArtifactDamaged.class, () -> store.folder(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../b", "a//b", "", ".hidden", "a/.b", "a\\b", "a b"})
    void aPathThatLeadsElsewhereIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> store.writeFile(path, out -> {}));
        assertThrows(IllegalArgumentException.class, () -> store.delete(path));
    }

    @Test
    void aManifestThatPointsOutsideItsFolderIsRefused() throws IOException {
        byte[] json = bytes("{\"files\":[{\"path\":\"../secret\",\"sha256\":\"" + "0".repeat(64) + "\",\"bytes\":1}]}");
        Files.createDirectories(root.resolve("f"));
        Files.write(root.resolve("f/manifest.json"), json);
        ArtifactRef ref = ArtifactRef.of("f/manifest.json", Sha256.of(json), 1);
        assertThrows(ArtifactDamaged.class, () -> store.folder(ref));
    }

    @Test
    void leftoversOfADeadProcessAreCleared() throws IOException {
        Path leftover = root.resolve(".unfinished/dead");
        Files.createDirectory(leftover);
        store.clearUnfinished(Duration.ofHours(1));
        assertTrue(Files.exists(leftover));
        store.clearUnfinished(Duration.ofMillis(-1000));
        assertFalse(Files.exists(leftover));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
