package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/v1/suites}: a suite of others, from a file.
 *
 * @param name of which it becomes a version
 * @param path of the file in the artifact store; left out where the body is the file
 * @param task short name in charts and metrics; by default made from the shape and the name
 * @param lastKnownYear a context that speaks of a later one is future-dated; by default 2023
 * @param otherSuites ids or names of suites to look for overlap with
 */
public record SuiteImportRequest(
        String name,
        Optional<String> path,
        Optional<String> task,
        Optional<Integer> lastKnownYear,
        List<String> otherSuites) {
    public SuiteImportRequest {
        otherSuites = otherSuites == null ? List.of() : List.copyOf(otherSuites);
    }
}
