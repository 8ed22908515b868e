package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layout of tensors in a file, and writing and reading it at the same time. */
class SafetensorsStorageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadAndOnlyFloatsAsWeights(ElementType type) throws IOException {
        Path path = folder.resolve("types");
        new SafetensorsWriter()
                .add("t", type, List.of(3L), () -> Numbers.zeros(3 * type.bytes()))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(3 * type.bytes(), file.bytes("t").remaining());
            if (List.of(ElementType.F32, ElementType.F16, ElementType.BF16).contains(type)) {
                assertEquals(12, file.float32Bytes("t").remaining());
            } else {
                String message = assertThrows(InvalidSafetensorsException.class, () -> file.float32Bytes("t"))
                        .getMessage();
                assertTrue(message.contains("tensor 't' has type " + type), message);
            }
        }
    }

    @Test
    void scalarsAndEmptyTensorsAreRead() throws IOException {
        Path path = folder.resolve("small");
        new SafetensorsWriter()
                .add("empty", List.of(0L, 4L), () -> Numbers.floats(0, 0))
                .add("masked_bias", List.of(), () -> Numbers.floats(7, 1))
                .add("last", List.of(2L, 0L), () -> Numbers.floats(0, 0))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(0, file.float32Bytes("empty").remaining());
            assertEquals(List.of(), file.pieces("last"));
            assertEquals(Numbers.floats(7, 1), file.float32Bytes("masked_bias"));
            assertEquals(List.of(Numbers.floats(7, 1)), file.pieces("masked_bias"));
        }
    }

    @Test
    void widerElementsLieFirstSoThatAllAreAligned() throws IOException {
        Path path = folder.resolve("mixed");
        new SafetensorsWriter()
                .add("bias", ElementType.BOOL, List.of(3L), () -> Numbers.zeros(3))
                .add("half", ElementType.BF16, List.of(3L), () -> Numbers.zeros(6))
                .add("first", List.of(1L), () -> Numbers.floats(1, 1))
                .add("long", ElementType.I64, List.of(1L), () -> Numbers.zeros(8))
                .add("second", List.of(1L), () -> Numbers.floats(2, 1))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(
                    List.of("long", "first", "second", "half", "bias"),
                    List.copyOf(file.tensors().keySet()));
            file.tensors()
                    .values()
                    .forEach(entry ->
                            assertEquals(0, entry.begin() % entry.type().bytes()));
        }
    }

    /** Files of old writers: neither header nor tensors padded. */
    @Test
    void anUnalignedTensorIsCopiedToWhereItIsAligned() throws IOException {
        byte[] header = ("{\"b\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"f\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 9).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).put((byte) 1).put(Numbers.floats(3, 2));
        Path path = Files.write(folder.resolve("unaligned"), bytes.array());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            ByteBuffer floats = file.bytes("f");
            assertEquals(0, floats.alignmentOffset(0, 4));
            assertTrue(floats.isReadOnly());
            assertEquals(Numbers.floats(3, 2), floats);
            assertEquals(4f, floats.getFloat(4));
        }
    }

    @Test
    void largeTensorsAreWrittenInPieces() throws IOException {
        Path whole = folder.resolve("whole");
        Path pieces = folder.resolve("pieces");
        new SafetensorsWriter()
                .add("t", List.of(4L, 2L), () -> Numbers.floats(0, 8))
                .write(whole);
        new SafetensorsWriter()
                .addPieces(
                        "t",
                        ElementType.F32,
                        List.of(4L, 2L),
                        () -> List.of(Numbers.floats(0, 3), Numbers.floats(3, 4), Numbers.floats(7, 1)))
                .write(pieces);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(pieces));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 50})
    void contentOfAnotherSizeIsRefusedAndLeavesTheOldFile(int numbers) throws IOException {
        Path path = folder.resolve("model.safetensors");
        one(4).write(path);
        byte[] before = Files.readAllBytes(path);
        SafetensorsWriter wrong = new SafetensorsWriter().add("t", List.of(4L), () -> Numbers.floats(0, numbers));
        assertThrows(IllegalStateException.class, () -> wrong.write(path));
        assertArrayEquals(before, Files.readAllBytes(path));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void filesOfAKilledWriterAreReplaced() throws IOException {
        Path path = folder.resolve("model.safetensors");
        Path partial = Files.write(folder.resolve("model.safetensors.partial"), new byte[10_000]);
        one(4).write(path);
        assertFalse(Files.exists(partial));
        assertEquals(0, (Files.size(path) - 16) % 8);
        SafetensorsFile.open(path).close();
    }

    @Test
    void aNameIsTakenOnce() {
        SafetensorsWriter writer = one(1);
        assertThrows(IllegalArgumentException.class, () -> writer.add("t", List.of(), () -> Numbers.floats(0, 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> writer.add("__metadata__", List.of(), () -> Numbers.floats(0, 1)));
    }

    @Test
    void aMapOutlivesTheReplacementAndTheClosingOfItsFile() throws IOException {
        Path path = folder.resolve("model.safetensors");
        one(4).write(path);
        ByteBuffer mapped;
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            mapped = file.bytes("t");
            new SafetensorsWriter()
                    .add("t", List.of(1L), () -> Numbers.floats(50, 1))
                    .write(path);
        }
        assertEquals(Numbers.floats(0, 4), mapped);
    }

    @Test
    void aFileTruncatedAfterOpeningIsNotMapped() throws IOException {
        Path path = folder.resolve("model.safetensors");
        one(4).write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path);
                FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(path) - 4);
            String message = assertThrows(InvalidSafetensorsException.class, () -> file.bytes("t"))
                    .getMessage();
            assertTrue(message.contains("must be replaced by renaming"), message);
        }
    }

    @Test
    void foldersAreNoSafetensorsFiles() {
        assertThrows(InvalidSafetensorsException.class, () -> SafetensorsFile.open(folder));
    }

    private static SafetensorsWriter one(int numbers) {
        return new SafetensorsWriter().add("t", List.of((long) numbers), () -> Numbers.floats(0, numbers));
    }
}
