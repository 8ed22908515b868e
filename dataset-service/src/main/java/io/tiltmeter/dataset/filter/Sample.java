package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps rows by chance, each by its number and the seed alone. A share draws every row for itself; a count keeps exactly
 * so many of the rows that arrive, or all if they are fewer, and needs 8 bytes a row.
 *
 * @param size how many
 * @param seed of the draw; a larger sample of the same seed holds the smaller one
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
        long[] places;
        try (Stream<SourceRow> rows = arriving.open()) {
            places = rows.mapToLong(row -> order.place(row.number())).toArray();
        }
        Arrays.sort(places);
        int count = Math.min(((Size.Count) size).count(), places.length);
        long last = count == 0 ? Long.MIN_VALUE : places[count - 1];
        return Prepared.of(row -> verdict(order.place(row.number()) <= last));
    }

    private static Verdict verdict(boolean drawn) {
        return drawn ? Verdict.kept("drawn") : Verdict.removed("not drawn");
    }
}
