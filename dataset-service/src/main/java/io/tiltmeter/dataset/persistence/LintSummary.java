package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import java.util.Map;

/**
 * How many traps lint found.
 *
 * @param errors findings that are errors
 * @param warnings findings that are warnings
 * @param checks counts by check; a check that found nothing is not in it
 * @param report every finding
 */
public record LintSummary(long errors, long warnings, Map<String, LintDocument.Count> checks, ArtifactRef report) {}
