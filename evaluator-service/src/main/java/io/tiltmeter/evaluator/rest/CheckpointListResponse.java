package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A page of checkpoints from elsewhere, the newest first. */
public record CheckpointListResponse(@JsonUnwrapped WorkSummary summary, List<CheckpointResponse> checkpoints) {}
