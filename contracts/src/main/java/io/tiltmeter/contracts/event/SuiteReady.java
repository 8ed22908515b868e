package io.tiltmeter.contracts.event;

import io.tiltmeter.contracts.suite.SuiteRef;
import java.time.Instant;

/**
 * A suite lies in the artifact store, whole. Key: the suite id.
 *
 * @param suite the suite
 * @param recipeSha256 hash of the effective recipe
 * @param readyAt when
 */
public record SuiteReady(SuiteRef suite, String recipeSha256, Instant readyAt) {}
