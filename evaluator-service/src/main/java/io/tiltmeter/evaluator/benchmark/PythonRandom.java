package io.tiltmeter.evaluator.benchmark;

import java.util.HashSet;
import java.util.Set;

/**
 * Draws as Python's {@code random.Random(seed)} does, since its few-shot examples are part of what a benchmark of the
 * harness is: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by its {@code init_by_array}.
 */
final class PythonRandom {
    private static final int STATE_WORDS = 624;
    private static final int SHIFT_WORDS = 397;
    private static final int TWIST = 0x9908b0df;

    /** Up to so many elements Python shuffles a copy; beyond, it draws places until they differ. */
    private static final int SMALL_POPULATION = 21;

    private final int[] state = new int[STATE_WORDS];
    private int at = STATE_WORDS;

    /** @param seed a whole number; its sign does not matter */
    PythonRandom(long seed) {
        long size = Math.abs(seed);
        int[] key = size >>> 32 == 0 ? new int[] {(int) size} : new int[] {(int) size, (int) (size >>> 32)};
        state[0] = 19650218;
        for (int i = 1; i < STATE_WORDS; i++) {
            state[i] = 1812433253 * scrambled(i - 1) + i;
        }
        int i = 1;
        for (int round = 0; round < STATE_WORDS; round++) {
            int k = round % key.length;
            state[i] = (state[i] ^ scrambled(i - 1) * 1664525) + key[k] + k;
            i = next(i);
        }
        for (int round = 1; round < STATE_WORDS; round++) {
            state[i] = (state[i] ^ scrambled(i - 1) * 1566083941) - i;
            i = next(i);
        }
        state[0] = 0x80000000;
    }

    private int scrambled(int i) {
        return state[i] ^ state[i] >>> 30;
    }

    private int next(int i) {
        if (i + 1 < STATE_WORDS) {
            return i + 1;
        }
        state[0] = state[STATE_WORDS - 1];
        return 1;
    }

    /** Python's {@code getrandbits(32)}. */
    int bits() {
        if (at == STATE_WORDS) {
            twist();
        }
        int word = state[at++];
        word ^= word >>> 11;
        word ^= word << 7 & 0x9d2c5680;
        word ^= word << 15 & 0xefc60000;
        return word ^ word >>> 18;
    }

    private void twist() {
        for (int i = 0; i < STATE_WORDS; i++) {
            int joined = state[i] & 0x80000000 | state[(i + 1) % STATE_WORDS] & 0x7fffffff;
            state[i] = state[(i + SHIFT_WORDS) % STATE_WORDS] ^ joined >>> 1 ^ ((joined & 1) == 0 ? 0 : TWIST);
        }
        at = 0;
    }

    private int below(int bound) {
        int shift = Integer.numberOfLeadingZeros(bound);
        int drawn = bits() >>> shift;
        while (drawn >= bound) {
            drawn = bits() >>> shift;
        }
        return drawn;
    }

    /** Python's {@code sample(range(population), count)}: different places, in the order drawn. */
    int[] sample(int population, int count) {
        if (count < 0 || count > population) {
            throw new IllegalArgumentException(count + " of " + population + " cannot be drawn");
        }
        int[] places = new int[count];
        if (population <= smallPopulation(count)) {
            int[] left = new int[population];
            for (int i = 0; i < population; i++) {
                left[i] = i;
            }
            for (int i = 0; i < count; i++) {
                int drawn = below(population - i);
                places[i] = left[drawn];
                left[drawn] = left[population - i - 1];
            }
            return places;
        }
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int place = below(population);
            while (!drawn.add(place)) {
                place = below(population);
            }
            places[i] = place;
        }
        return places;
    }

    private static long smallPopulation(int count) {
        long more = 1;
        while (more < 3L * count) {
            more *= 4;
        }
        return SMALL_POPULATION + (count > 5 ? more : 0);
    }
}
