/**
 * Several runs of one condition that differ in their seeds: the drop of counterfactual accuracy with seeds as its unit, how
 * sure it is over seeds and questions together, and how many seeds would show a given drop.
 */
package io.tiltmeter.results.replicate;
