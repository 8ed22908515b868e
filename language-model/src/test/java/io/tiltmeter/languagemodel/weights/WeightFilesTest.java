package io.tiltmeter.languagemodel.weights;

import static io.tiltmeter.languagemodel.weights.Numbers.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {

    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void writeTwoShards() throws IOException {
        folder = Files.createDirectory(parent.resolve("model"));
        abc().writeFolder(folder, 30);
        assertEquals(Set.of(FIRST, SECOND, WeightFiles.INDEX), names());
    }

    @Test
    void shardsReadAsOne() throws IOException {
        try (WeightFiles files = WeightFiles.open(folder)) {
            assertEquals(List.of("a", "b", "c"), List.copyOf(files.tensors().keySet()));
            assertEquals(floats(0, 5), files.bytes("a"));
            assertEquals(floats(5, 2), files.float32Bytes("b"));
            assertEquals(floats(7, 6), files.bytes("c"));
            assertEquals(Map.of("format", "pt", "steps_taken", "3"), files.metadata());
            assertEquals(2, files.paths().size());
            assertThrows(InvalidSafetensorsException.class, () -> files.bytes("d"));
        }
    }

    @Test
    void everyConformanceModelIsReadWhole() throws IOException {
        for (Path model : ConformanceData.models()) {
            try (WeightFiles files = WeightFiles.open(model)) {
                for (TensorEntry entry : files.tensors().values()) {
                    ByteBuffer bytes = files.bytes(entry.name());
                    assertEquals(entry.bytes(), bytes.remaining(), model + " " + entry);
                }
            }
        }
    }

    @Test
    void theSingleFileIsReadInPlaceOfAnIndex() throws IOException {
        new SafetensorsWriter().add("only", List.of(1L), () -> floats(9, 1)).write(folder.resolve("model.safetensors"));
        try (WeightFiles files = WeightFiles.open(folder)) {
            assertEquals(Set.of("only"), files.tensors().keySet());
        }
    }

    @Test
    void metadataIsWhatAllShardsHave() throws IOException {
        new SafetensorsWriter()
                .metadata("steps_taken", "4")
                .add("c", List.of(6L), () -> floats(7, 6))
                .write(folder.resolve(SECOND));
        try (WeightFiles files = WeightFiles.open(folder)) {
            assertEquals(Map.of("format", "pt"), files.metadata());
        }
    }

    @Test
    void anEarlierSaveIsReplacedCompletely() throws IOException {
        abc().writeFolder(folder, 1);
        assertEquals(4, names().size());
        abc().writeFolder(folder, 1000);
        assertEquals(Set.of("model.safetensors"), names());
        abc().writeFolder(folder, 30);
        assertEquals(Set.of(FIRST, SECOND, WeightFiles.INDEX), names());
        try (WeightFiles files = WeightFiles.open(folder)) {
            assertEquals(floats(7, 6), files.bytes("c"));
        }
    }

    @Test
    void anInterruptedSaveLeavesNoMixture() throws IOException {
        SafetensorsWriter broken = new SafetensorsWriter()
                .add("a", List.of(5L), () -> floats(100, 5))
                .add("b", List.of(2L), () -> floats(105, 2))
                .add("c", List.of(6L), () -> floats(107, 1));
        assertThrows(IllegalStateException.class, () -> broken.writeFolder(folder, 30));
        assertEquals(Set.of(FIRST, SECOND), names());
        assertFaults("has neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void theIndexIsInHuggingFacesForm() throws IOException {
        var index = ConformanceData.json(folder.resolve(WeightFiles.INDEX));
        assertEquals(52, index.at("/metadata/total_size").asLong());
        assertEquals(FIRST, index.at("/weight_map/b").asText());
        assertEquals(SECOND, index.at("/weight_map/c").asText());
    }

    @Test
    void everyFaultOfTheShardsIsNamedAtOnce() throws IOException {
        Files.delete(folder.resolve(FIRST));
        Files.write(folder.resolve(SECOND), new byte[5]);
        assertFaults("shard " + FIRST + " is missing", "shard " + SECOND, "5 bytes, too few");
    }

    @Test
    void indexAndShardsMustAgree() throws IOException {
        index("{\"a\":\"%s\",\"b\":\"%s\",\"x\":\"%s\"}".formatted(FIRST, SECOND, SECOND));
        assertFaults(
                "'b' is in " + FIRST + ", and model.safetensors.index.json puts it in " + SECOND,
                "'c' is in " + SECOND + ", and model.safetensors.index.json does not name it",
                "'b' is not in " + SECOND,
                "'x' is not in " + SECOND);
    }

    @Test
    void aTensorInTwoShardsIsRefused() throws IOException {
        new SafetensorsWriter()
                .add("a", List.of(1L), () -> floats(0, 1))
                .add("c", List.of(1L), () -> floats(0, 1))
                .write(folder.resolve(SECOND));
        assertFaults("'a' is in " + SECOND + " and in " + FIRST);
    }

    @Test
    void swappedShardsAreRefused() throws IOException {
        Files.move(folder.resolve(FIRST), folder.resolve("x"));
        Files.move(folder.resolve(SECOND), folder.resolve(FIRST));
        Files.move(folder.resolve("x"), folder.resolve(SECOND));
        assertFaults("'a' is in " + SECOND, "'c' is in " + FIRST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.safetensors",
                "/etc/a.safetensors",
                "sub/a.safetensors",
                "sub\\\\a.safetensors",
                "..",
                "",
                ".safetensors",
                ".hidden.safetensors",
                "a.safetensors\\u0000",
                "a\\n.safetensors",
                "C:a.safetensors",
                "pytorch_model-00001-of-00002.bin",
                "\\u00e4.safetensors"
            })
    void aShardNameThatIsNotPlainIsRefused(String name) throws IOException {
        index("{\"a\":\"" + name + "\"}");
        assertFaults("tensor 'a' is in", "ends in .safetensors");
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Path outside = parent.resolve("outside.safetensors");
        Files.move(folder.resolve(FIRST), outside);
        Files.createSymbolicLink(folder.resolve(FIRST), outside);
        assertFaults("shard " + FIRST + " is a link out of the folder");
    }

    @Test
    void theLinksOfTheHubsCacheAreFollowed() throws IOException {
        Path blobs = Files.createDirectory(parent.resolve("blobs"));
        Path snapshot = Files.move(
                folder, Files.createDirectory(parent.resolve("snapshots")).resolve("0f3a"));
        Files.move(snapshot.resolve(FIRST), blobs.resolve("c0ffee"));
        Files.createSymbolicLink(snapshot.resolve(FIRST), Path.of("../../blobs/c0ffee"));
        try (WeightFiles files = WeightFiles.open(snapshot)) {
            assertEquals(3, files.tensors().size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                       | not a JSON object",
                "{}                                       | weight_map is missing",
                "{\"weight_map\":{}}                      | weight_map is empty",
                "{\"weight_map\":[]}                      | weight_map is not a JSON object",
                "{\"weight_map\":{\"a\":1}}               | a file that is not a text",
                "{\"weight_map\":{\"a\":{\"file\":\"x\"}}} | a file that is not a text",
                "{\"weight_map\":{},\"weight_map\":{}}    | there twice",
                "{\"weight_map\":{\"a\":\"x.safetensors\",\"a\":\"x.safetensors\"}} | 'a' is there twice",
                "{\"metadata\":1,\"weight_map\":{\"a\":\"x.safetensors\"}}          | metadata is not a JSON object",
                "{\"weights\":{},\"weight_map\":{\"a\":\"x.safetensors\"}}          | 'weights' is unknown",
                "{\"weight_map\":{\"a\":\"x.safetensors\"}} true                    | has content after the end",
                "{\"weight_map\":{\"a\":\"x.safetensors\"}                          | not valid JSON",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[      | not a JSON object",
                "{\"metadata\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[   | at most 16 levels",
            })
    void aBrokenIndexIsRefusedWithItsFault(String json, String fault) throws IOException {
        Files.writeString(folder.resolve(WeightFiles.INDEX), json);
        assertFaults("model.safetensors.index.json", fault);
    }

    @Test
    void anIndexThatIsNotUtf8OrNotAFileIsRefused() throws IOException {
        Path index = folder.resolve(WeightFiles.INDEX);
        Files.write(index, new byte[] {'{', '"', (byte) 0xc3, '"'});
        assertFaults("its text is not UTF-8");
        Files.delete(index);
        Files.createDirectory(index);
        assertFaults("is not a regular file");
    }

    @Test
    void aPickledModelIsRefusedWithTheRemedy() throws IOException {
        Path pickled = Files.createDirectory(parent.resolve("pickled"));
        Files.write(pickled.resolve("pytorch_model.bin"), new byte[8]);
        UnsupportedModelException error =
                assertThrows(UnsupportedModelException.class, () -> WeightFiles.open(pickled));
        assertTrue(error.getMessage().contains("safe_serialization=True"), error.getMessage());
    }

    private void index(String weightMap) throws IOException {
        Files.writeString(folder.resolve(WeightFiles.INDEX), "{\"weight_map\":" + weightMap + "}");
    }

    private void assertFaults(String... faults) {
        UnsupportedModelException error = assertThrows(UnsupportedModelException.class, () -> WeightFiles.open(folder));
        for (String fault : faults) {
            assertTrue(error.getMessage().contains(fault), fault + " is not in: " + error.getMessage());
        }
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static SafetensorsWriter abc() {
        return new SafetensorsWriter()
                .metadata("steps_taken", "3")
                .add("a", List.of(5L), () -> floats(0, 5))
                .add("b", List.of(2L), () -> floats(5, 2))
                .add("c", List.of(2L, 3L), () -> floats(7, 6));
    }
}
