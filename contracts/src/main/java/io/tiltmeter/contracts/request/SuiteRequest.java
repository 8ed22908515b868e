package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * {@code POST /api/v1/suites}: a suite of the lab world.
 *
 * @param suiteId the name it will have; by default made from the recipe
 * @param recipe {@code lab_conflict}, {@code lab_closed_book}, {@code lab_open_book} or
 *     {@code lab_consistent_context}
 * @param seed of the world and of every draw
 * @param world its sizes and fact strengths; a suite and a mixture of one seed and one world speak of the same one
 */
public record SuiteRequest(Optional<String> suiteId, String recipe, long seed, Optional<WorldRequest> world) {
    /** A suite of the default world. */
    public SuiteRequest(Optional<String> suiteId, String recipe, long seed) {
        this(suiteId, recipe, seed, Optional.empty());
    }
}
