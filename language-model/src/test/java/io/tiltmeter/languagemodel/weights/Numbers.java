package io.tiltmeter.languagemodel.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian content for tensors of tests. */
final class Numbers {

    private Numbers() {}

    /** Float32: first, first + 1, ... */
    static ByteBuffer floats(int first, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(first + i);
        }
        return bytes.flip();
    }

    static ByteBuffer zeros(int bytes) {
        return ByteBuffer.allocate(bytes);
    }
}
