package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.filter.Histogram;
import java.util.Map;

/**
 * A labelling that is ready.
 *
 * @param classCounts rows of each class
 * @param histogram of the scores
 * @param labels JSON lines of {@link RowLabel}, in the source's order
 */
public record BuiltLabeling(Map<String, Long> classCounts, Histogram histogram, ArtifactRef labels) {}
