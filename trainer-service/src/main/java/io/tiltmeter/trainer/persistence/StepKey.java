package io.tiltmeter.trainer.persistence;

/** A step of a run: the key of a loss, and of a checkpoint. */
record StepKey(String runId, int step) {}
