package io.tiltmeter.dataset.source;

/**
 * A row that was left out of a source.
 *
 * @param line where it begins in the expanded text, from 1; 0 in Parquet, which has no lines
 * @param number its position among all rows of the file, from 1
 * @param reason what is wrong with it
 */
public record RejectedRow(long line, long number, String reason) {}
