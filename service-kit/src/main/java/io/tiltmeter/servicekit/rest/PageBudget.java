package io.tiltmeter.servicekit.rest;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Ends a page of long rows before its limit: rows can have megabytes each, and a thousand of them more memory than a service
 * has. The first row always belongs to its page, so that whoever goes on behind the rows that came reaches every row.
 */
public final class PageBudget {
    /** Of the texts of a page's rows together, but for the first. */
    public static final int MAX_CHARACTERS = 4 << 20;

    private long characters;
    private boolean begun;

    private PageBudget() {}

    /** For {@code takeWhile} on the rows of one page, in order. */
    public static <T> Predicate<T> of(ToLongFunction<T> characters) {
        PageBudget budget = new PageBudget();
        return row -> budget.takes(characters.applyAsLong(row));
    }

    /** As {@link #of}, on lines of a file. */
    public static Predicate<String> ofLines() {
        return of(String::length);
    }

    private boolean takes(long more) {
        characters += more;
        boolean taken = !begun || characters <= MAX_CHARACTERS;
        begun = true;
        return taken;
    }
}
