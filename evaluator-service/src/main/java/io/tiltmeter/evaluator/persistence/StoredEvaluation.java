package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.servicekit.work.WorkItem;
import java.time.Instant;

/**
 * An evaluation with the status of its work.
 *
 * @param requested what a run requested
 * @param acceptedAt when it arrived here
 * @param work the row in the work table, which it may share with others
 */
public record StoredEvaluation(RequestedEvaluation requested, Instant acceptedAt, WorkItem work) {}
