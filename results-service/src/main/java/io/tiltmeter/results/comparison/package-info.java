/**
 * Several runs on one suite: their counterfactual accuracies at equal standard accuracy, so that a run that has not converged
 * cannot look better, the trade-off between the two, and how small a difference the suite can show.
 */
package io.tiltmeter.results.comparison;
