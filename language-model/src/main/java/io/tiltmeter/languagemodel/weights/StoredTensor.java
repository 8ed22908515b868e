package io.tiltmeter.languagemodel.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor to write.
 *
 * @param bytes size of its content
 * @param content called when the file is written for little-endian buffers, which are written one after the other
 */
record StoredTensor(
        String name, ElementType type, List<Long> shape, long bytes, Supplier<? extends Iterable<ByteBuffer>> content) {

    static StoredTensor of(
            String name, ElementType type, List<Long> shape, Supplier<? extends Iterable<ByteBuffer>> content) {
        long bytes = shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        return new StoredTensor(name, type, List.copyOf(shape), bytes, content);
    }

    void writeTo(FileChannel channel) throws IOException {
        long written = 0;
        for (ByteBuffer piece : content.get()) {
            written += piece.remaining();
            if (written > bytes) {
                break;
            }
            drain(channel, piece);
        }
        if (written != bytes) {
            throw new IllegalStateException("tensor '" + name + "' of shape " + shape + " and type " + type + " gave "
                    + (written > bytes ? "at least " : "") + written + " bytes, not " + bytes);
        }
    }

    static void drain(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
