/**
 * Imports instruction data: a file in, canonical rows and rejected rows out. Streaming; everything in a file is checked
 * before it is used.
 */
package io.tiltmeter.dataset.source;
