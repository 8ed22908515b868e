package io.tiltmeter.servicekit.rest;

/**
 * Which part of a list is wanted.
 *
 * @param limit rows at most, at least 1
 * @param offset rows to skip, at least 0
 */
public record Page(int limit, int offset) {
    /** The highest limit of most lists. */
    public static final int MAX_LIMIT = 1000;
}
