package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors above the 2 GiB of a Java buffer, in sparse files. */
class LargeTensorTest {

    private static final long ROWS = 160_000;
    private static final long WIDTH = 8192;

    @TempDir
    Path folder;

    @Test
    void anEmbeddingAboveTwoGibibytesComesInPiecesOfWholeRows() throws IOException {
        Path path = sparse("BF16", ROWS + "," + WIDTH, ROWS * WIDTH * 2, (short) 0x3f80);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(2_621_440_000L, file.tensors().get("large").bytes());
            List<ByteBuffer> pieces = file.pieces("large");
            assertEquals(2, pieces.size());
            assertEquals(
                    ROWS * WIDTH * 2,
                    pieces.stream().mapToLong(ByteBuffer::remaining).sum());
            for (ByteBuffer piece : pieces) {
                assertEquals(0, piece.remaining() % (WIDTH * 2));
            }
            ByteBuffer last = pieces.get(1);
            assertEquals((short) 0x3f80, last.getShort(last.limit() - 2));
            String message = assertThrows(InvalidSafetensorsException.class, () -> file.bytes("large"))
                    .getMessage();
            assertTrue(message.contains("read it in pieces"), message);
            assertThrows(InvalidSafetensorsException.class, () -> file.float32Bytes("large"));
        }
    }

    @Test
    void widenedPiecesAreBoundedAndJoinToTheTensor() throws IOException {
        Path path = folder.resolve("narrow");
        new SafetensorsWriter()
                .add("t", ElementType.BF16, List.of(5L, 3L), () -> FloatNarrowing.toBfloat16(Numbers.floats(0, 15)))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(30, file.tensors().get("t").bytes());
            ByteBuffer joined = ByteBuffer.allocate(60);
            file.float32Pieces("t", 24)
                    .peek(piece -> assertTrue(piece.remaining() <= 24))
                    .forEach(joined::put);
            assertEquals(Numbers.floats(0, 15), joined.flip());
            assertEquals(Numbers.floats(0, 15), file.float32Bytes("t"));
        }
    }

    @Test
    void aSingleRowAboveTwoGibibytesIsCutBetweenElements() throws IOException {
        long elements = 600_000_000L;
        Path path = sparse("F32", "1," + elements, elements * 4, (short) 0x3f80);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            List<ByteBuffer> pieces = file.pieces("large");
            assertEquals(2, pieces.size());
            assertEquals(0, pieces.get(0).remaining() % 4);
        }
    }

    @Test
    void piecesJoinToTheTensor() throws IOException {
        Path path = folder.resolve("small");
        new SafetensorsWriter()
                .add("t", List.of(7L, 3L), () -> Numbers.floats(0, 21))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (int most = 4; most < 100; most++) {
                ByteBuffer joined = ByteBuffer.allocate(84);
                for (ByteBuffer piece : file.pieces("t", most)) {
                    assertTrue(piece.remaining() <= most);
                    assertEquals(0, piece.remaining() % (most < 12 ? 4 : 12));
                    joined.put(piece);
                }
                assertEquals(Numbers.floats(0, 21), joined.flip());
            }
            assertEquals(List.of(Numbers.floats(0, 21)), file.float32Pieces("t").toList());
        }
    }

    /** A tensor of terabytes is described, mapped and refused without being allocated. */
    @Test
    void aSparseFileOfTerabytesTakesNoMemory() throws IOException {
        long elements = 1L << 40;
        Path path = sparse("BF16", "1048576,1048576", elements * 2, (short) 1);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(elements, file.tensors().get("large").elements());
            assertThrows(InvalidSafetensorsException.class, () -> file.bytes("large"));
            assertThrows(InvalidSafetensorsException.class, () -> file.float32Bytes("large"));
        }
    }

    private Path sparse(String type, String shape, long bytes, short last) throws IOException {
        byte[] header = "{\"large\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[0,%d]}}"
                .formatted(type, shape, bytes)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(header, (header.length + 7) / 8 * 8);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        Path path = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(8 + padded.length + bytes);
            ByteBuffer start = ByteBuffer.allocate(8 + padded.length).order(ByteOrder.LITTLE_ENDIAN);
            file.write(start.putLong(padded.length).put(padded).array());
            file.seek(8 + padded.length + bytes - 2);
            file.write(new byte[] {(byte) last, (byte) (last >>> 8)});
        }
        return path;
    }
}
