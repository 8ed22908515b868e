package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /api/v1/suites/{id}/lint}: what a lint depends on beside the suite.
 *
 * @param lastKnownYear a context that speaks of a later one is future-dated; by default 2023
 * @param nearDuplicateShare of common three-word runs (Jaccard index) from which texts are near duplicates; by default 0.8
 * @param otherSuites ids or names of suites to look for overlap with
 * @param knownNames other names by name, beside those that come with the service
 */
public record SuiteLintRequest(
        Optional<Integer> lastKnownYear,
        Optional<Double> nearDuplicateShare,
        List<String> otherSuites,
        Map<String, List<String>> knownNames) {
    public SuiteLintRequest {
        otherSuites = otherSuites == null ? List.of() : List.copyOf(otherSuites);
        knownNames = knownNames == null ? Map.of() : Map.copyOf(knownNames);
    }
}
