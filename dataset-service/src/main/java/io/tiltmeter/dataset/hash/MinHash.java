package io.tiltmeter.dataset.hash;

import java.util.Arrays;
import java.util.List;

/**
 * Sketches of texts whose agreement estimates the Jaccard similarity of their sets of word triples (Broder, "On the
 * resemblance and containment of documents", SEQUENCES 1997), one byte kept of each of {@value #HASHES} minima (Li and
 * Koenig, "b-bit minwise hashing", WWW 2010). The standard error of an estimate is at most .0625; near .8, .05. Two sets
 * with similarity s share one of {@value #BANDS} bands with probability 1 - (1 - s^4)^{@value #BANDS}, which is 0.9998 at .8.
 */
public final class MinHash {
    public static final int HASHES = 64;
    public static final int BANDS = 16;

    private static final int RUN_WORDS = 3;
    private static final int ROWS_A_BAND = HASHES / BANDS;
    private static final double CHANCE_OF_A_BYTE = 1.0 / 256;

    private final long[] factors = new long[HASHES];
    private final long[] terms = new long[HASHES];

    public MinHash() {
        SeededOrder draws = new SeededOrder(0, "min-hash");
        for (int i = 0; i < HASHES; i++) {
            factors[i] = draws.position(2L * i) | 1;
            terms[i] = draws.position(2L * i + 1);
        }
    }

    /**
     * What is stored of a text.
     *
     * @param bytes one of each minimum
     * @param bands a hash of each group of minima: texts that agree in one are compared
     */
    public record Sketch(byte[] bytes, int[] bands) {}

    /** Hashes of all runs of three words in their order, repeated ones too; of the whole text, if it is shorter. */
    public static long[] runs(List<String> words) {
        long[] runs = new long[Math.max(1, words.size() - RUN_WORDS + 1)];
        for (int from = 0; from < runs.length; from++) {
            for (int at = from; at < Math.min(words.size(), from + RUN_WORDS); at++) {
                runs[from] = StableHash.mix(runs[from] * StableHash.FNV_PRIME + StableHash.of(words.get(at)));
            }
        }
        return runs;
    }

    /** The sketch of a set of runs. */
    public Sketch sketch(long[] runs) {
        long[] minima = new long[HASHES];
        Arrays.fill(minima, Long.MAX_VALUE);
        for (long run : runs) {
            for (int i = 0; i < HASHES; i++) {
                // a bijection of the longs for each i, and so an order of all triples
                long position = run * factors[i] + terms[i];
                position ^= position >>> 32;
                position *= factors[HASHES - 1 - i];
                minima[i] = Math.min(minima[i], position);
            }
        }
        byte[] bytes = new byte[HASHES];
        int[] bands = new int[BANDS];
        for (int i = 0; i < HASHES; i++) {
            long mixed = StableHash.mix(minima[i]);
            bytes[i] = (byte) mixed;
            int band = i / ROWS_A_BAND;
            bands[band] = (int) (StableHash.mix(bands[band] * StableHash.FNV_PRIME + mixed + band) >>> 32);
        }
        return new Sketch(bytes, bands);
    }

    /** The estimated Jaccard similarity, in [0, 1]. */
    public static double similarity(byte[] one, byte[] all, int offset) {
        int equal = 0;
        for (int i = 0; i < HASHES; i++) {
            equal += one[i] == all[offset + i] ? 1 : 0;
        }
        double share = (double) equal / HASHES;
        return Math.max(0, (share - CHANCE_OF_A_BYTE) / (1 - CHANCE_OF_A_BYTE));
    }
}
