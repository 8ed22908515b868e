package io.tiltmeter.evaluator.persistence;

/** What an evaluation is found by. */
public record EvaluationKey(String runId, int step, String suiteId, String arm) {}
