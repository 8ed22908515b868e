package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Map;

/**
 * What a suite is a repair of.
 *
 * @param suiteId the original, which stays as it is
 * @param repairCounts how many there are of {@code spaces}, {@code notes} and {@code duplicates}
 * @param repairs each of them, as JSON lines
 */
public record FixedFrom(String suiteId, Map<String, Long> repairCounts, ArtifactRef repairs) {}
