package io.tiltmeter.languagemodel.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Ways to damage a safetensors file or an index, drawn from a seed. */
final class HostileFiles {

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "7",
            "2147483647",
            "2147483648",
            "4294967296",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "1e3",
            "1.5",
            "1e999999999",
            "9".repeat(1500),
            "\"4\"",
            "null",
            "true",
            "[]",
            "{}");
    private static final List<String> TYPES = List.of(
            "F32", "F64", "BF16", "I8", "U64", "BOOL", "F8_E4M3", "F4", "f32", "", "F32\\u0000", "x".repeat(300));
    private static final List<String> STRUCTURE =
            List.of("{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "null", "//");

    private static final Pattern NUMBER = Pattern.compile("(?<=[\\[,:])\\d+");

    private final Random random;

    HostileFiles(Random random) {
        this.random = random;
    }

    /** A valid file with one to three changes. */
    byte[] damaged(byte[] file) {
        byte[] bytes = file.clone();
        for (int times = random.nextInt(3); times >= 0; times--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length < 16) {
            return Arrays.copyOf(bytes, random.nextInt(40));
        }
        switch (random.nextInt(10)) {
            case 0:
                return Arrays.copyOf(bytes, random.nextInt(bytes.length)); // cut short
            case 1:
                return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40)); // trailing bytes
            case 2:
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            case 3:
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength());
                return bytes;
            case 4:
                bytes[8 + random.nextInt(Math.min(200, bytes.length - 8))] =
                        (byte) (0x80 + random.nextInt(0x80)); // no UTF-8
                return bytes;
            default:
                return withHeader(bytes, json(header(bytes)));
        }
    }

    private long headerLength() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(400);
            case 2 -> 100_000_000L + random.nextInt(3) - 1;
            default -> 1L << random.nextInt(64);
        };
    }

    /** Damages a JSON text. */
    String json(String text) {
        return switch (random.nextInt(9)) {
            case 0 -> replaceNumber(text);
            case 1 -> replaceNumber(replaceNumber(text));
            case 2 ->
                text.replaceFirst("\"(F32|BF16|BOOL)\"", "\"" + pick(TYPES).replace("\\", "\\\\") + "\"");
            case 3 -> text.replaceFirst("\"second\"|\"b\"", random.nextBoolean() ? "\"first\"" : "\"a\"");
            case 4 -> insert(text, "[".repeat(1 + random.nextInt(3000)));
            case 5 -> insert(text, "{\"a\":".repeat(1 + random.nextInt(3000)));
            case 6 -> insert(text, pick(STRUCTURE));
            case 7 -> text.substring(0, random.nextInt(text.length() + 1));
            default -> insert(text, "\"" + "n".repeat(random.nextInt(5000)) + "\":" + pick(NUMBERS) + ",");
        };
    }

    private String replaceNumber(String text) {
        List<int[]> found = new ArrayList<>();
        var numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            found.add(new int[] {numbers.start(), numbers.end()});
        }
        if (found.isEmpty()) {
            return text;
        }
        int[] place = pick(found);
        return text.substring(0, place[0]) + pick(NUMBERS) + text.substring(place[1]);
    }

    private String insert(String text, String what) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + what + text.substring(at);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String header(byte[] file) {
        return new String(file, 8, end(file) - 8, StandardCharsets.ISO_8859_1);
    }

    /** A file with another header, of correct length and with the data. */
    private static byte[] withHeader(byte[] file, String header) {
        byte[] json = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.writeBytes(json);
        out.write(file, end(file), file.length - end(file));
        return out.toByteArray();
    }

    /** Where the data begins, or the file ends. */
    private static int end(byte[] file) {
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length < 0 || length > file.length - 8 ? file.length : (int) length + 8;
    }
}
