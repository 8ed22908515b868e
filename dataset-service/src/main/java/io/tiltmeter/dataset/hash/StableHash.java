package io.tiltmeter.dataset.hash;

/** 64-bit hashes of our own: a mixture's bytes must not change with the JDK. */
public final class StableHash {
    static final long FNV_PRIME = 0x100000001B3L;

    private static final long FNV_START = 0xCBF29CE484222325L;

    private StableHash() {}

    /** FNV-1a over the text's UTF-16 units. */
    public static long of(String text) {
        long hash = FNV_START;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a bijection of the longs. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
