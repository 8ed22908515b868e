package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatNarrowingTest {

    @Test
    void everyBfloat16ComesBackFromFloat32() {
        for (int pattern = 0; pattern < 1 << 16; pattern++) {
            float wide = Float.intBitsToFloat(pattern << 16);
            int back = FloatNarrowing.toBfloat16(wide) & 0xffff;
            if (Float.isNaN(wide)) {
                assertEquals(pattern | 0x40, back, "not a number " + Integer.toHexString(pattern));
            } else {
                assertEquals(pattern, back);
            }
        }
    }

    /** Against exact decimal arithmetic: the nearer neighbour, of two equally near ones the even. */
    @Test
    void randomFloatsGoToTheNearestNeighbour() {
        Random random = new Random(5);
        for (int round = 0; round < 200_000; round++) {
            int bits = random.nextInt();
            if (round % 4 == 0) {
                bits = bits & 0xffff0000 | 0x8000; // half way
            }
            float number = Float.intBitsToFloat(bits);
            if (Float.isFinite(number)) {
                assertEquals(nearest(bits), FloatNarrowing.toBfloat16(number), "of " + number);
            }
        }
    }

    @Test
    void whatIsNotANumberNeverBecomesInfinite() {
        Random random = new Random(6);
        for (int round = 0; round < 10_000; round++) {
            int bits = 0x7f800001 + random.nextInt(round % 2 == 0 ? 0xffff : 0x7fffff) | random.nextInt(2) << 31;
            int narrow = FloatNarrowing.toBfloat16(Float.intBitsToFloat(bits)) << 16;
            assertTrue(Float.isNaN(Float.intBitsToFloat(narrow)), Integer.toHexString(bits));
            assertEquals(bits < 0, narrow < 0);
        }
        assertEquals((short) 0x7f80, FloatNarrowing.toBfloat16(Float.MAX_VALUE)); // as IEEE 754 rounds
    }

    @Test
    void buffersAreNarrowedFromTheirPosition() {
        ByteBuffer wide = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        wide.putFloat(9).putFloat(1.5f).putFloat(-2).flip().position(4);
        ByteBuffer narrow = FloatNarrowing.toBfloat16(wide);
        assertEquals(4, narrow.remaining());
        assertEquals((short) 0x3fc0, narrow.getShort());
        assertEquals((short) 0xc000, narrow.getShort());
        assertEquals(4, wide.position());
    }

    private static short nearest(int bits) {
        int below = bits & 0xffff0000;
        int above = below + 0x10000;
        BigDecimal number = exact(bits);
        int nearer = number.subtract(exact(below))
                .abs()
                .compareTo(exact(above).subtract(number).abs());
        boolean down = nearer < 0 || nearer == 0 && (below >>> 16 & 1) == 0;
        return (short) ((down ? below : above) >>> 16);
    }

    /** The value; of infinity, what would follow the largest number. */
    private static BigDecimal exact(int bits) {
        float number = Float.intBitsToFloat(bits);
        return Float.isInfinite(number)
                ? new BigDecimal(Math.scalb(Math.signum((double) number), 128))
                : new BigDecimal(number);
    }
}
