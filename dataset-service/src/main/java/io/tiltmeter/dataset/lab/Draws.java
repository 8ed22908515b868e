package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.dataset.hash.StableHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One named stream of seeded draws: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014), seeded with the first eight bytes of the SHA-256 of {@code seed/name}. Not the
 * JDK's, so that a mixture's bytes cannot change with it. Streams of different names are independent.
 */
public final class Draws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double ULP = 0x1.0p-53;

    private long state;

    /** The stream that begins at this state. */
    Draws(long state) {
        this.state = state;
    }

    /** The stream of a name. */
    public static Draws of(long seed, String stream) {
        byte[] name = (seed + "/" + stream).getBytes(StandardCharsets.UTF_8);
        return new Draws(ByteBuffer.wrap(Sha256.newDigest().digest(name)).getLong());
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return StableHash.mix(state);
    }

    /** Uniform in [0, bound), up to a bias of bound / 2^32. */
    public int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Uniform in [0, 1). */
    public double fraction() {
        return (nextLong() >>> 11) * ULP;
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    public <T> List<T> shuffled(List<T> things) {
        List<T> shuffled = new ArrayList<>(things);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, below(i + 1));
        }
        return shuffled;
    }

    /** Distinct members of the list, in random order. */
    public <T> List<T> some(List<T> things, int count) {
        return List.copyOf(shuffled(things).subList(0, count));
    }
}
