package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.filter.Words.Word;
import java.util.Arrays;
import java.util.List;

/**
 * Sketches of texts whose agreement estimates the Jaccard similarity of their sets of word triples (Broder, "On the
 * resemblance and containment of documents", SEQUENCES 1997), one byte kept of each of {@value #HASHES} minima (Li and
 * Koenig, "b-bit minwise hashing", WWW 2010). The standard error of an estimate is at most .0625; near .8, .05.
 */
final class MinHash {
    static final int HASHES = 64;
    static final int BANDS = 16;

    private static final int SHINGLE_WORDS = 3;
    private static final int ROWS_A_BAND = HASHES / BANDS;
    private static final double CHANCE_OF_A_BYTE = 1.0 / 256;
    private static final long WORD_FACTOR = 0x100000001B3L;

    private final long[] factors = new long[HASHES];
    private final long[] terms = new long[HASHES];

    MinHash() {
        SeededOrder draws = new SeededOrder(0, "min-hash");
        for (int i = 0; i < HASHES; i++) {
            factors[i] = draws.place(2L * i) | 1;
            terms[i] = draws.place(2L * i + 1);
        }
    }

    /**
     * What is kept of a text.
     *
     * @param bytes one of each minimum
     * @param bands a hash of each group of minima: texts that agree in one are compared
     */
    record Sketch(byte[] bytes, int[] bands) {}

    Sketch sketch(String text) {
        long[] minima = new long[HASHES];
        Arrays.fill(minima, Long.MAX_VALUE);
        List<Word> words = Words.of(text);
        int shingles = Math.max(1, words.size() - SHINGLE_WORDS + 1);
        for (int from = 0; from < shingles; from++) {
            long hash = 0;
            for (int at = from; at < Math.min(words.size(), from + SHINGLE_WORDS); at++) {
                hash = SeededOrder.mix(
                        hash * WORD_FACTOR + longHash(words.get(at).folded()));
            }
            for (int i = 0; i < HASHES; i++) {
                // a bijection of the longs for each i, and so an order of all triples
                long place = hash * factors[i] + terms[i];
                place ^= place >>> 32;
                place *= factors[HASHES - 1 - i];
                minima[i] = Math.min(minima[i], place);
            }
        }
        return sketch(minima);
    }

    private static Sketch sketch(long[] minima) {
        byte[] bytes = new byte[HASHES];
        int[] bands = new int[BANDS];
        for (int i = 0; i < HASHES; i++) {
            long mixed = SeededOrder.mix(minima[i]);
            bytes[i] = (byte) mixed;
            int band = i / ROWS_A_BAND;
            bands[band] = (int) (SeededOrder.mix(bands[band] * WORD_FACTOR + mixed + band) >>> 32);
        }
        return new Sketch(bytes, bands);
    }

    /** The estimated Jaccard similarity, in [0, 1]. */
    static double similarity(byte[] one, byte[] all, int offset) {
        int equal = 0;
        for (int i = 0; i < HASHES; i++) {
            equal += one[i] == all[offset + i] ? 1 : 0;
        }
        double share = (double) equal / HASHES;
        return Math.max(0, (share - CHANCE_OF_A_BYTE) / (1 - CHANCE_OF_A_BYTE));
    }

    private static long longHash(String word) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * WORD_FACTOR;
        }
        return hash;
    }
}
