/**
 * Files into rows with their line numbers. Every file is untrusted: what cannot be read is told with its line, and
 * memory stays bounded by the longest allowed row.
 */
package io.tiltmeter.dataset.suite.file;
