/** Suites of public facts that come with the service: their tables, passages, and controls. */
package io.tiltmeter.dataset.facts;
