/**
 * Instruction data from outside: a local file in, canonical rows and the rows that were refused out. Streaming; nothing
 * of a file is believed before it is checked.
 */
package io.tiltmeter.dataset.source;
