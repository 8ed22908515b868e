package io.tiltmeter.languagemodel.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Narrowing of float32 to bfloat16 (1 sign, 8 exponent, 7 fraction bits), rounded to the nearest, ties to even. */
public final class FloatNarrowing {

    private static final int QUIET = 0x40;

    private FloatNarrowing() {}

    /** Bits of the nearest bfloat16; NaN stays NaN and keeps its sign. */
    public static short toBfloat16(float number) {
        int bits = Float.floatToRawIntBits(number);
        if (Float.isNaN(number)) {
            return (short) (bits >>> 16 | QUIET); // a payload in the lower half only would become infinity
        }
        int lastKept = bits >>> 16 & 1;
        return (short) (bits + 0x7fff + lastKept >>> 16);
    }

    /**
     * @param float32 little-endian, read from its position, which does not change
     * @return little-endian, direct, half the size
     */
    public static ByteBuffer toBfloat16(ByteBuffer float32) {
        ByteBuffer from = float32.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer narrow = ByteBuffer.allocateDirect(from.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            narrow.putShort(toBfloat16(from.getFloat()));
        }
        return narrow.flip();
    }
}
