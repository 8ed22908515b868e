package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.Optional;

/**
 * A checkpoint from elsewhere and where it stands.
 *
 * @param task what is adopted
 * @param announced the news of it; empty until it was adopted
 * @param work its row in the work table
 */
public record AdoptionRow(AdoptionTask task, Optional<CheckpointReady> announced, WorkItem work) {}
