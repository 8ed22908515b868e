package io.tiltmeter.languagemodel.weights;

import java.nio.ByteBuffer;

/**
 * The two matrices of one adapted module; their product B A has the shape of its weight.
 *
 * @param rank r
 * @param in input width of the module
 * @param out output width of the module
 * @param a (rank, in) float32, little-endian, from its position
 * @param b (out, rank) float32, little-endian, from its position
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
