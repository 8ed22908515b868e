/** Textbook tests and estimates that several packages use, as pure functions, tested against SciPy. */
package io.tiltmeter.results.statistics;
