package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.SourceRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the first of rows whose texts are all the same; ids do not count. Rows are known by 128 bits of a SHA-256, at 48
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

    /** Remembers the rows so far. */
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

        /** The length too: what follows one text must not pass for its end. */
        private void add(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
    }
}
