package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.Optional;

/**
 * A shard to be measured and where it stands.
 *
 * @param task what is measured
 * @param answer what was answered last; empty before the first answer
 * @param work its row in the work table
 */
public record ScoringRow(ScoringTask task, Optional<ExamplesScored> answer, WorkItem work) {}
