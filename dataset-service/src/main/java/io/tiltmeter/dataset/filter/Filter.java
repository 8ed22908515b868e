package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.source.RowSource;
import java.io.IOException;
import java.util.Map;

/**
 * A rule that keeps or removes rows. Filters that judge each row alone ({@link Order#FREE}) commute; a filter whose verdict
 * depends on the rows that reach it ({@link Order#MATTERS}) does not.
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
    /** Whether the position of a filter in a chain matters. */
    enum Order {
        FREE,
        MATTERS
    }

    /** As in requests, such as {@code context_only}. */
    String name();

    /** Its settings as in requests, with all defaults. */
    Map<String, String> settings();

    default Order order() {
        return Order.FREE;
    }

    /**
     * Prepares to judge.
     *
     * @param arriving the rows that will reach it; opened only by a filter that must see all of them before it judges one
     * @throws IllegalArgumentException if it cannot judge these rows, with the remedy
     */
    Prepared prepare(RowSource arriving) throws IOException;
}
