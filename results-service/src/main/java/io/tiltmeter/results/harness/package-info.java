/** Results in the JSON shape of lm-evaluation-harness: put together from pieces, and read from other people's files. */
package io.tiltmeter.results.harness;
