package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.request.SuiteLintRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a lint, nothing left open.
 *
 * @param lastKnownYear a context that speaks of a later one is future-dated
 * @param nearDuplicateShare of common three-word runs from which texts are near duplicates
 * @param otherSuites ids of those it was compared with
 * @param knownNames other names by name, beside those that come with the service
 */
public record LintedWith(
        int lastKnownYear, double nearDuplicateShare, List<String> otherSuites, Map<String, List<String>> knownNames) {
    /** The request that asks for the same. */
    public SuiteLintRequest request() {
        return new SuiteLintRequest(
                Optional.of(lastKnownYear), Optional.of(nearDuplicateShare), otherSuites, knownNames);
    }
}
