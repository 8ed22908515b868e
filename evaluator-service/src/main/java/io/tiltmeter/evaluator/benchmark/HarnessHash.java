package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.Sha256;
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
        long seed = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            seed = seed << Byte.SIZE | bytes(text)[i] & 0xff;
        }
        return seed;
    }

    private static byte[] bytes(String text) {
        return Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
