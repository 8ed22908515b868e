package io.tiltmeter.dataset.suite.lint;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Bands of minimum hashes (Broder, "On the resemblance and containment of documents", 1997): two sets with Jaccard index
 * s share a band with probability 1 - (1 - s^{@value #ROWS})^{@value #BANDS}, which is 0.9998 for s = 0.8.
 */
final class MinHash {
    private static final int BANDS = 16;
    private static final int ROWS = 4;

    private MinHash() {}

    /** One key a band; all empty sets have the same. */
    static long[] bands(LongStream hashes) {
        long[] minima = new long[BANDS * ROWS];
        Arrays.fill(minima, Long.MAX_VALUE);
        hashes.forEach(hash -> lower(minima, hash));
        long[] bands = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long key = band;
            for (int row = 0; row < ROWS; row++) {
                key = mix(key * 31 + minima[band * ROWS + row]);
            }
            bands[band] = key;
        }
        return bands;
    }

    private static void lower(long[] minima, long hash) {
        for (int i = 0; i < minima.length; i++) {
            minima[i] = Math.min(minima[i], mix(hash + i * 0x9E3779B97F4A7C15L));
        }
    }

    /** A 64-bit hash that is the same on every machine: FNV-1a over the characters, mixed. */
    static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
