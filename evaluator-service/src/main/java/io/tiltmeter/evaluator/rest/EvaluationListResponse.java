package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A page of evaluations, the newest first. */
public record EvaluationListResponse(@JsonUnwrapped WorkSummary summary, List<EvaluationResponse> evaluations) {}
