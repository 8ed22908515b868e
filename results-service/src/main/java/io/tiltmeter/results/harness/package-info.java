/** Results in the JSON format of lm-evaluation-harness: merged from parts, and read from files. */
package io.tiltmeter.results.harness;
