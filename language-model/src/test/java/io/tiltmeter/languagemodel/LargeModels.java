package io.tiltmeter.languagemodel;

import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;

/** Models of a given size with any numbers. */
public final class LargeModels {

    private LargeModels() {}

    /** Writes small random numbers in bfloat16; returns the bytes of all tensors. */
    public static long write(Path folder, ModelConfig config) throws IOException {
        config.write(folder);
        SafetensorsWriter writer = new SafetensorsWriter();
        Random random = new Random(2);
        long bytes = 0;
        for (Weight weight : WeightLayout.of(config)) {
            writer.add(weight.name(), ElementType.BF16, weight.shape(), () -> numbers(random, weight.elements()));
            bytes += 2 * weight.elements();
        }
        writer.write(folder.resolve("model.safetensors"));
        return bytes;
    }

    private static ByteBuffer numbers(Random random, long elements) {
        byte[] pattern = new byte[8192];
        for (int i = 0; i < pattern.length; i += 2) {
            short bits = (short) (Float.floatToIntBits((float) (0.02 * random.nextGaussian())) >> 16);
            pattern[i] = (byte) bits;
            pattern[i + 1] = (byte) (bits >> 8);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(2 * elements)).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            buffer.put(pattern, 0, Math.min(pattern.length, buffer.remaining()));
        }
        return buffer.flip();
    }
}
