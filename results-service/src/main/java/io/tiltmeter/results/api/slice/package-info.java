/** Slices of the suites that runs were scored on. */
package io.tiltmeter.results.api.slice;
