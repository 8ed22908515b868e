package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The harness's hashes: SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
public final class HarnessHash {
    private HarnessHash() {}

    /** Its {@code hash_string}. */
    public static String of(String text) {
        return Sha256.of(text);
    }

    /** Its {@code doc_hash}: of the document as Python's {@code json.dumps(doc, indent=2, ensure_ascii=False)} writes it. */
    public static String ofDocument(Map<String, Object> document) {
        return of(PythonJson.indented(document));
    }

    /** A seed that the texts alone decide. */
    static long seed(String text) {
        long seed = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            seed = seed << Byte.SIZE | bytes(text)[i] & 0xff;
        }
        return seed;
    }

    private static byte[] bytes(String text) {
        return Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** JSON to the byte as Python's {@code json.dumps(value, indent=2, ensure_ascii=False)} writes it, to hash documents alike. */
    static final class PythonJson {
        private static final String INDENT = "  ";

        private PythonJson() {}

        /** @param value maps with text keys, lists, texts, whole numbers and booleans, at any depth */
        static String indented(Object value) {
            return written(value, "\n");
        }

        private static String written(Object value, String line) {
            if (value instanceof Map<?, ?> map) {
                StringJoiner fields = joiner("{", "}", line);
                map.forEach((key, field) ->
                        fields.add(line + INDENT + quoted((String) key) + ": " + written(field, line + INDENT)));
                return map.isEmpty() ? "{}" : fields.toString();
            }
            if (value instanceof List<?> list) {
                StringJoiner elements = joiner("[", "]", line);
                list.forEach(element -> elements.add(line + INDENT + written(element, line + INDENT)));
                return list.isEmpty() ? "[]" : elements.toString();
            }
            if (value instanceof String text) {
                return quoted(text);
            }
            if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
                return value.toString();
            }
            throw new IllegalArgumentException("a document of a benchmark holds no " + value.getClass());
        }

        private static StringJoiner joiner(String open, String close, String line) {
            return new StringJoiner(",", open, line + close);
        }

        private static String quoted(String text) {
            StringBuilder quoted = new StringBuilder("\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '"' -> quoted.append("\\\"");
                    case '\\' -> quoted.append("\\\\");
                    case '\n' -> quoted.append("\\n");
                    case '\r' -> quoted.append("\\r");
                    case '\t' -> quoted.append("\\t");
                    case '\f' -> quoted.append("\\f");
                    case '\b' -> quoted.append("\\b");
                    default -> quoted.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
            return quoted.append('"').toString();
        }
    }
}
