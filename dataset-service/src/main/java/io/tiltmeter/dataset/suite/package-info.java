/**
 * Evaluation suites of others: files in many shapes in, canonical items and their version out. Pure: the same file gives
 * the same bytes on any JVM. {@code suite.file} reads the files, {@code suite.lint} finds the traps in the items.
 */
package io.tiltmeter.dataset.suite;
