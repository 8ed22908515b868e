package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.event.SuiteReady;

/**
 * A suite that is ready.
 *
 * @param event the news of it
 */
public record BuiltSuite(SuiteReady event) {}
