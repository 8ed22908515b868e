package io.tiltmeter.evaluator.store;

import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.servicekit.work.WorkItem;

/**
 * An evaluation and where it stands.
 *
 * @param task what is evaluated
 * @param work its row in the work table
 */
public record EvaluationRow(EvaluationTask task, WorkItem work) {}
