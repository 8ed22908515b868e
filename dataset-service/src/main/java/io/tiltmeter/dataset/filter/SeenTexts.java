package io.tiltmeter.dataset.filter;

/** Hashes of 128 bits and the first row of each, in open addressing: three longs a place, at most half of them taken. */
final class SeenTexts {
    private static final int LONGS = 3;
    private static final int FIRST_PLACES = 1 << 10;
    private static final int MAX_PLACES = 1 << 29;

    private long[] table = new long[LONGS * FIRST_PLACES];
    private int places = FIRST_PLACES;
    private int taken;

    /** The first row with this hash, which is this one if there was none. Row numbers are not 0. */
    long firstWith(long high, long low, long number) {
        int at = find(high, low);
        if (table[at + 2] != 0) {
            return table[at + 2];
        }
        set(at, high, low, number);
        taken++;
        if (2 * taken > places) {
            grow();
        }
        return number;
    }

    private int find(long high, long low) {
        int place = (int) high & (places - 1);
        while (true) {
            int at = LONGS * place;
            if (table[at + 2] == 0 || table[at] == high && table[at + 1] == low) {
                return at;
            }
            place = (place + 1) & (places - 1);
        }
    }

    private void set(int at, long high, long low, long number) {
        table[at] = high;
        table[at + 1] = low;
        table[at + 2] = number;
    }

    private void grow() {
        if (places >= MAX_PLACES) {
            throw new IllegalStateException(taken + " rows are too many to tell duplicates among: split the source");
        }
        long[] old = table;
        places *= 2;
        table = new long[LONGS * places];
        for (int at = 0; at < old.length; at += LONGS) {
            if (old[at + 2] != 0) {
                set(find(old[at], old[at + 1]), old[at], old[at + 1], old[at + 2]);
            }
        }
    }
}
