package io.tiltmeter.dataset.persistence;

import java.util.Optional;

/**
 * How far a build is.
 *
 * @param rowsDone so far
 * @param rowsTotal of how many; empty where the end shows only when it is there
 */
public record BuildProgress(long rowsDone, Optional<Long> rowsTotal) {}
