package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteKind;

/**
 * A suite's evaluations along a run, by one scorer and in one arm: what a line of a chart is made of.
 *
 * @param task its short name
 * @param kind which accuracies it yields
 * @param scorer the rule that judged
 * @param arm how the suite was put to the model
 */
public record StoredSeries(String suiteId, String task, SuiteKind kind, String scorer, String arm) {}
