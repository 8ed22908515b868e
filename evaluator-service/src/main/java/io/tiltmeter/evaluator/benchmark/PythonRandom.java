package io.tiltmeter.evaluator.benchmark;

import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws as Python's {@code random.Random(seed)} does, since its few-shot examples are part of what a benchmark of the
 * harness is: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by its {@code init_by_array}.
 */
final class PythonRandom {
    /** Up to so many elements Python shuffles a copy; beyond, it draws positions until they differ. */
    private static final int SMALL_POPULATION = 21;

    private final UniformRandomProvider twister;

    /** @param seed a whole number; its sign does not matter */
    PythonRandom(long seed) {
        long size = Math.abs(seed);
        twister = RandomSource.MT.create(
                size >>> 32 == 0 ? new int[] {(int) size} : new int[] {(int) size, (int) (size >>> 32)});
    }

    /** Python's {@code getrandbits(32)}. */
    int bits() {
        return twister.nextInt();
    }

    private int below(int bound) {
        int shift = Integer.numberOfLeadingZeros(bound);
        int drawn = bits() >>> shift;
        while (drawn >= bound) {
            drawn = bits() >>> shift;
        }
        return drawn;
    }

    /** Python's {@code sample(range(population), count)}: different positions, in the order drawn. */
    int[] sample(int population, int count) {
        if (count < 0 || count > population) {
            throw new IllegalArgumentException(count + " of " + population + " cannot be drawn");
        }
        int[] positions = new int[count];
        if (population <= smallPopulation(count)) {
            int[] left = new int[population];
            for (int i = 0; i < population; i++) {
                left[i] = i;
            }
            for (int i = 0; i < count; i++) {
                int drawn = below(population - i);
                positions[i] = left[drawn];
                left[drawn] = left[population - i - 1];
            }
            return positions;
        }
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int position = below(population);
            while (!drawn.add(position)) {
                position = below(population);
            }
            positions[i] = position;
        }
        return positions;
    }

    private static long smallPopulation(int count) {
        long more = 1;
        while (more < 3L * count) {
            more *= 4;
        }
        return SMALL_POPULATION + (count > 5 ? more : 0);
    }
}
