/**
 * Which items change sides along a run: from the context's answer to memory's and back, how lastingly, in which slices, and
 * whether they are the same in two runs.
 */
package io.tiltmeter.results.flip;
