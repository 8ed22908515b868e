/**
 * Evaluation suites: files in many shapes in, canonical items and their version out. Pure: the same file gives the same bytes
 * on any JVM. {@code suite.lint} finds known defects of the items.
 */
package io.tiltmeter.dataset.suite;
