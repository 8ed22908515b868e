package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import java.io.IOException;
import java.util.Map;

/**
 * A rule for which rows stay. Those that judge each row for itself ({@link Order#FREE}) commute with one another; a
 * filter whose verdict depends on the rows that reach it ({@link Order#MATTERS}) does not.
 */
public sealed interface Filter
        permits ContextOnly,
                ContextCritical,
                Overlap,
                Length,
                MaxLength,
                InLanguages,
                ExactDuplicates,
                NearDuplicates,
                Regex,
                Sample {
    /** Whether it matters where in a chain a filter stands. */
    enum Order {
        FREE,
        MATTERS
    }

    /** As in requests, such as {@code context_only}. */
    String name();

    /** Its settings as in requests, nothing left open. */
    Map<String, String> settings();

    default Order order() {
        return Order.FREE;
    }

    /**
     * Gets ready to judge.
     *
     * @param arriving the rows that will reach it; opened only by a filter that has to see all before it judges one
     * @throws IllegalArgumentException if it cannot judge these rows, with what to do
     */
    Prepared prepare(RowSource arriving) throws IOException;
}
