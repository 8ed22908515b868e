package io.tiltmeter.evaluator.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A number that depends on an item's id alone: neither on its place, nor on the process. */
final class ItemNumber {
    private ItemNumber() {}

    /** The first 63 bits of the id's SHA-256. */
    static long of(String itemId) {
        return ByteBuffer.wrap(sha256(itemId)).getLong() >>> 1;
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
