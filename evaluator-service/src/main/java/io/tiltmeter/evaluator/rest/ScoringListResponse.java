package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A page of shards of examples, the newest first. */
public record ScoringListResponse(@JsonUnwrapped WorkSummary summary, List<ScoringResponse> scorings) {}
