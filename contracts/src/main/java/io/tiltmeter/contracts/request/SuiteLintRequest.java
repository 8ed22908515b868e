package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/v1/suites/{id}/lint}: what a lint depends on beside the suite.
 *
 * @param lastKnownYear a context that speaks of a later one is future-dated
 * @param nearDuplicateShare of common three-word runs (Jaccard index) from which texts are near duplicates
 * @param otherSuites ids or names of suites to look for overlap with
 * @param knownNames other names by name, beside those that come with the service
 */
public record SuiteLintRequest(
        int lastKnownYear, double nearDuplicateShare, List<String> otherSuites, Map<String, List<String>> knownNames) {
    public SuiteLintRequest {
        otherSuites = List.copyOf(otherSuites);
        knownNames = Map.copyOf(knownNames);
    }
}
