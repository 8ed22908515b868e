package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A number that depends on an item's id alone: neither on its position, nor on the process. */
final class ItemNumber {
    private ItemNumber() {}

    /** The first 63 bits of the id's SHA-256. */
    static long of(String itemId) {
        return ByteBuffer.wrap(sha256(itemId)).getLong() >>> 1;
    }

    static byte[] sha256(String text) {
        return Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
