package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(written())) {
            assertEquals(
                    List.of("first", "scalar", "second"),
                    List.copyOf(file.tensors().keySet()));
            assertEquals(List.of(2L, 3L), file.tensors().get("first").shape());
            assertEquals("7", file.metadata().get("steps_taken"));
            float[] numbers = new float[6];
            file.float32Bytes("first").asFloatBuffer().get(numbers);
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, numbers);
        }
    }

    @Test
    void theSameTensorsGiveTheSameBytes() throws IOException {
        assertArrayEquals(Files.readAllBytes(written()), Files.readAllBytes(written()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                                          | not a JSON object",
                "{\"a\":1}                                                                   | needs a dtype",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}            | needs 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}            | expected 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}            | is impossible",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}           | at least 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}          | whole number",
                "{\"a\":{\"dtype\":\"F9\",\"shape\":[1],\"data_offsets\":[0,4]}}             | supported: F64",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}} | too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}            | the file has 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                        + " | overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                        + " | uplicate",
                "{\"__metadata__\":{\"x\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | is not"
                        + " a text",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}} | at most 8",
                "{\"a\":{\"dtype\":\"F32\"                                                   | not valid JSON",
            })
    void aBrokenHeaderIsRefusedWithItsFault(String header, String fault) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path path = Files.write(folder.resolve("broken"), bytes.array());
        InvalidSafetensorsException error =
                assertThrows(InvalidSafetensorsException.class, () -> SafetensorsFile.open(path));
        assertTrue(error.getMessage().contains(fault), error.getMessage());
    }

    @Test
    void absurdHeaderLengthsAreRefusedBeforeMemoryIsTaken() throws IOException {
        for (long length : new long[] {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001, 1 << 20}) {
            byte[] bytes = ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array();
            Path path = Files.write(folder.resolve("length"), bytes);
            assertThrows(InvalidSafetensorsException.class, () -> SafetensorsFile.open(path), "length " + length);
        }
    }

    /** Whatever is damaged, either the fault is named or every tensor can still be read within the file. */
    @Test
    void thousandsOfMutationsAreReadOrRefused() throws IOException {
        byte[] sound = Files.readAllBytes(written());
        Random random = new Random(11);
        int refused = 0;
        Path path = folder.resolve("mutated");
        for (int round = 0; round < 4000; round++) {
            byte[] bytes = mutated(sound.clone(), random);
            Files.write(path, bytes);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (TensorEntry entry : file.tensors().values()) {
                    assertEquals(
                            entry.end() - entry.begin(),
                            file.bytes(entry.name()).remaining());
                }
            } catch (InvalidSafetensorsException e) {
                refused++;
            }
        }
        assertTrue(refused > 2000, "only " + refused + " mutations were noticed");
    }

    @ParameterizedTest
    @CsvSource({
        "0x3c00, 1",
        "0xc000, -2",
        "0x0000, 0",
        "0x7bff, 65504",
        "0x0001, 5.9604645E-8",
        "0x03ff, 6.097555E-5",
        "0x0400, 6.1035156E-5",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e00, NaN",
        "0x3555, 0.33325195"
    })
    void halvesAreWidenedExactly(String bits, float expected) {
        assertEquals(
                expected,
                Float.intBitsToFloat(FloatWidening.fromHalf(Integer.decode(bits).shortValue())));
    }

    private Path written() throws IOException {
        Path path = folder.resolve("sound");
        new SafetensorsWriter()
                .metadata("steps_taken", "7")
                .add("first", List.of(2L, 3L), () -> floats(6))
                .add("scalar", List.of(), () -> floats(1))
                .add("second", List.of(5L), () -> floats(5))
                .write(path);
        return path;
    }

    private static ByteBuffer floats(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        return bytes.flip();
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
            }
            case 1 -> bytes[random.nextInt(8)] = (byte) random.nextInt();
            case 2 -> {
                String digits = "0123456789-e.,:[]{}\"";
                for (int i = 0; i <= random.nextInt(3); i++) {
                    bytes[8 + random.nextInt(header)] = (byte) digits.charAt(random.nextInt(digits.length()));
                }
            }
            default -> bytes[8 + random.nextInt(header)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
