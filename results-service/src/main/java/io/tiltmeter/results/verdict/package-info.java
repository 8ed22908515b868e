/** The rule that calls a curve an inversion, and how often it errs. {@code docs/verdict.md} explains both. */
package io.tiltmeter.results.verdict;
