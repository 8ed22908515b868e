package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;

/**
 * An evaluation and where it stands.
 *
 * @param requested what is wanted
 * @param acceptedAt when it was announced here
 * @param work the row in the work table, which it may share with others
 */
public record EvaluationRow(RequestedEvaluation requested, Instant acceptedAt, WorkItem work) {}
