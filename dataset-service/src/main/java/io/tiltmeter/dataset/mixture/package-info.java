/** Mixtures from rows of sources: filtered, drawn, labelled and augmented, with a report of each step. */
package io.tiltmeter.dataset.mixture;
