package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.Optional;

/**
 * A checkpoint from elsewhere with the status of its work.
 *
 * @param task what is adopted
 * @param event as published; empty until it was adopted
 * @param work its row in the work table
 */
public record StoredAdoption(AdoptionTask task, Optional<CheckpointReady> event, WorkItem work) {}
