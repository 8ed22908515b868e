package io.tiltmeter.dataset.parquet;

import java.util.Optional;

/**
 * One row of a Parquet file.
 *
 * @param json an object of the wanted columns; empty if it is longer than rows may be
 * @param bytes of the JSON in UTF-8, also of one that is too long
 */
public record ParquetRow(Optional<String> json, long bytes) {}
