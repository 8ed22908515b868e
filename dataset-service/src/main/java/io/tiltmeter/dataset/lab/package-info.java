/**
 * The lab world and everything made from it: pretraining documents, instruction examples, suites and their tokenizer.
 * Pure: the same recipe gives the same bytes on any JVM. See {@code docs/lab.md}.
 */
package io.tiltmeter.dataset.lab;
