package io.tiltmeter.languagemodel.weights;

import java.nio.ByteBuffer;

/**
 * The two matrices of one adapted module, whose product B A has the shape of its weight.
 *
 * @param rank r
 * @param in numbers that go into the module
 * @param out numbers that come out of it
 * @param a (rank, in) float32, little-endian, from its position on
 * @param b (out, rank) float32, little-endian, from its position on
 */
public record LowRankPair(int rank, long in, long out, ByteBuffer a, ByteBuffer b) {

    public LowRankPair {
        if (a.remaining() != rank * in * Float.BYTES || b.remaining() != rank * out * Float.BYTES) {
            throw new IllegalArgumentException("A of (" + rank + ", " + in + ") has " + a.remaining() + " bytes, B of ("
                    + out + ", " + rank + ") has " + b.remaining() + ": expected " + rank * in * Float.BYTES + " and "
                    + rank * out * Float.BYTES);
        }
    }
}
