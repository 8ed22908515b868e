/** The live early warning: a state per run and suite that follows counterfactual accuracy step by step. */
package io.tiltmeter.results.warning;
