package io.tiltmeter.languagemodel.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Exact widening of 16-bit floating-point numbers to float32. */
final class FloatWidening {

    private FloatWidening() {}

    /** @throws InvalidSafetensorsException if weights cannot have this type */
    static void check(String tensor, ElementType type) {
        if (!type.isWeight()) {
            throw new InvalidSafetensorsException(
                    tensor + " has type " + type + "; weights are read from F32, F16 and BF16");
        }
    }

    /** @param stored less than 1 GiB of F16 or BF16, or F32, which is returned itself */
    static ByteBuffer toFloat32(ElementType type, ByteBuffer stored) {
        if (type == ElementType.F32) {
            return stored;
        }
        ByteBuffer wide = ByteBuffer.allocateDirect(Math.multiplyExact(stored.remaining(), 2))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (stored.hasRemaining()) {
            short bits = stored.getShort();
            wide.putInt(type == ElementType.BF16 ? bits << 16 : fromHalf(bits));
        }
        return wide.flip();
    }

    /** Converts bits of IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction) to those of binary32. */
    static int fromHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return sign | 0x7f800000 | fraction << 13; // infinity, NaN
        }
        if (exponent == 0) {
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f); // zero, subnormal
        }
        return sign | (exponent + 112) << 23 | fraction << 13; // bias 127 instead of 15
    }
}
