/**
 * Which items change sides along a run: from the context's answer to memory's and back, how lastingly, in which slices, and
 * whether two runs lose the same ones.
 */
package io.tiltmeter.results.flip;
