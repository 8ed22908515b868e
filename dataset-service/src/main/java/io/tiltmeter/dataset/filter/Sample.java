package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps rows drawn by their numbers and the seed alone. A share draws each row independently; a count keeps exactly so
 * many of the arriving rows, or all if there are fewer, and needs 8 bytes a row.
 *
 * @param size how many
 * @param seed of the draw; a larger sample of the same seed contains the smaller one
 */
public record Sample(Size size, long seed) implements Filter {
    /** How many rows a sample keeps. */
    public sealed interface Size {
        /** In (0, 1]. */
        record Share(double share) implements Size {
            public Share {
                if (!(share > 0 && share <= 1)) {
                    throw new IllegalArgumentException(
                            "share " + share + " is outside (0, 1]: give 0.25 for a quarter of the rows");
                }
            }
        }

        /** At least 1. */
        record Count(int count) implements Size {
            public Count {
                if (count < 1) {
                    throw new IllegalArgumentException("count " + count + " is below 1: a sample has a row");
                }
            }
        }
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Map<String, String> settings() {
        return size instanceof Size.Share share
                ? Map.of("share", String.valueOf(share.share()), "seed", String.valueOf(seed))
                : Map.of("count", String.valueOf(((Size.Count) size).count()), "seed", String.valueOf(seed));
    }

    @Override
    public Order order() {
        return size instanceof Size.Share ? Order.FREE : Order.MATTERS;
    }

    @Override
    public Prepared prepare(RowSource arriving) throws IOException {
        SeededOrder order = new SeededOrder(seed, "sample");
        if (size instanceof Size.Share share) {
            return Prepared.of(row -> verdict(order.fraction(row.number()) < share.share()));
        }
        long[] positions;
        try (Stream<SourceRow> rows = arriving.open()) {
            positions = rows.mapToLong(row -> order.position(row.number())).toArray();
        }
        Arrays.sort(positions);
        int count = Math.min(((Size.Count) size).count(), positions.length);
        long last = count == 0 ? Long.MIN_VALUE : positions[count - 1];
        return Prepared.of(row -> verdict(order.position(row.number()) <= last));
    }

    private static Verdict verdict(boolean drawn) {
        return drawn ? Verdict.kept("drawn") : Verdict.removed("not drawn");
    }
}
