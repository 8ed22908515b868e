package io.tiltmeter.evaluator.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.contracts.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

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
        return ByteBuffer.wrap(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** JSON to the byte as Python's {@code json.dumps(value, indent=2, ensure_ascii=False)} writes it, to hash documents alike. */
    static final class PythonJson {
        private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
        private static final ObjectWriter WRITER = JsonMapper.builder()
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .build()
                .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                .withObjectEmptySeparator("")
                                .withArrayEmptySeparator(""))
                        .withObjectIndenter(LINES)
                        .withArrayIndenter(LINES));

        private PythonJson() {}

        /** @param value maps with text keys, lists, texts, whole numbers and booleans, at any depth */
        static String indented(Object value) {
            try {
                return WRITER.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("a document of a benchmark is not written as JSON", e);
            }
        }
    }
}
