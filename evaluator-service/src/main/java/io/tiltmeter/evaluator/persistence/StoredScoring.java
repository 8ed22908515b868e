package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.Optional;

/**
 * A shard to be measured with the status of its work.
 *
 * @param task what is measured
 * @param event as published last; empty before the first time
 * @param work its row in the work table
 */
public record StoredScoring(ScoringTask task, Optional<ExamplesScored> event, WorkItem work) {}
