package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.evaluator.scorer.JudgeCalibration;

/**
 * How far the judge agrees with a person.
 *
 * @param scorer the judge with its settings, as evaluations name it
 */
public record CalibrationResponse(
        String scorer, @JsonUnwrapped JudgeCalibration calibration) {}
