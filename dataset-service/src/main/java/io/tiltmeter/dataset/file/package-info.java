/**
 * Files of other people into rows with their lines: JSON lines, JSON arrays, CSV and Parquet, for sources and suites alike.
 * Nothing of a file is trusted: a faulty row is rejected alone, a damaged file is refused with the line, and memory stays
 * bounded by the longest allowed row.
 */
package io.tiltmeter.dataset.file;
