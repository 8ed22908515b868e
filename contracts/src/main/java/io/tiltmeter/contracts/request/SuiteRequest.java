package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * {@code POST /api/v1/suites}: a suite of the lab world.
 *
 * @param suiteId the name it will have; by default made from the recipe
 * @param recipe {@code lab_conflict}, {@code lab_closed_book}, {@code lab_open_book} or
 *     {@code lab_consistent_context}
 * @param seed of the world and of every draw
 */
public record SuiteRequest(Optional<String> suiteId, String recipe, long seed) {}
