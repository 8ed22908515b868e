package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the first of rows whose texts are all the same; ids do not count. Rows are identified by 128 bits of a SHA-256, at 48
 * to 96 bytes a row kept.
 */
public record ExactDuplicates() implements Filter {
    @Override
    public String name() {
        return "dedup_exact";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public Order order() {
        return Order.MATTERS;
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        return new Prepared(FirstSeen::new, Optional.empty());
    }

    /** Keeps the hashes of the rows so far. */
    private static final class FirstSeen implements Judge {
        private final SeenTexts seen = new SeenTexts();
        private final MessageDigest digest = Sha256.newDigest();

        @Override
        public Verdict judge(SourceRow row) {
            add(row.system());
            add(row.context());
            for (Turn turn : row.turns()) {
                add(turn.text());
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            long first = seen.firstWith(hash.getLong(), hash.getLong(), row.number());
            return first == row.number()
                    ? Verdict.kept("the first of its kind")
                    : Verdict.removed("same as row " + first);
        }

        /** With its length: otherwise the beginning of the next text could be taken for its end. */
        private void add(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
    }

    /** Hashes of 128 bits and the first row of each, in open addressing: three longs a slot, at most half of the slots taken. */
    private static final class SeenTexts {
        private static final int LONGS = 3;
        private static final int FIRST_SLOTS = 1 << 10;
        private static final int MAX_SLOTS = 1 << 29;

        private long[] table = new long[LONGS * FIRST_SLOTS];
        private int slots = FIRST_SLOTS;
        private int taken;

        /** The first row with this hash, which is this one if there was none. Row numbers are not 0. */
        long firstWith(long high, long low, long number) {
            int at = find(high, low);
            if (table[at + 2] != 0) {
                return table[at + 2];
            }
            set(at, high, low, number);
            taken++;
            if (2 * taken > slots) {
                grow();
            }
            return number;
        }

        private int find(long high, long low) {
            int slot = (int) high & (slots - 1);
            while (true) {
                int at = LONGS * slot;
                if (table[at + 2] == 0 || table[at] == high && table[at + 1] == low) {
                    return at;
                }
                slot = (slot + 1) & (slots - 1);
            }
        }

        private void set(int at, long high, long low, long number) {
            table[at] = high;
            table[at + 1] = low;
            table[at + 2] = number;
        }

        private void grow() {
            if (slots >= MAX_SLOTS) {
                throw new IllegalStateException(
                        taken + " rows are too many to find duplicates among: split the source");
            }
            long[] old = table;
            slots *= 2;
            table = new long[LONGS * slots];
            for (int at = 0; at < old.length; at += LONGS) {
                if (old[at + 2] != 0) {
                    set(find(old[at], old[at + 1]), old[at], old[at + 1], old[at + 2]);
                }
            }
        }
    }
}
