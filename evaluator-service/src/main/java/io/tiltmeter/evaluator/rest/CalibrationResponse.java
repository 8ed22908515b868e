package io.tiltmeter.evaluator.rest;

import io.tiltmeter.evaluator.scorer.AnswerLabel;
import io.tiltmeter.evaluator.scorer.JudgeCalibration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the judge says what a person says.
 *
 * @param scorer the judge with its settings, as evaluations name it
 * @param texts that both have labelled
 * @param agreement share with one label, with its 95 % interval
 * @param kappa Cohen's, with its 95 % interval; absent where chance alone agrees
 * @param confusion texts by the person's label and then the judge's
 */
public record CalibrationResponse(
        String scorer,
        int texts,
        JudgeCalibration.Interval agreement,
        Optional<JudgeCalibration.Interval> kappa,
        Map<String, Map<String, Integer>> confusion) {

    static CalibrationResponse of(String scorer, JudgeCalibration calibration) {
        Map<String, Map<String, Integer>> confusion = new LinkedHashMap<>();
        calibration.confusion().forEach((person, row) -> {
            Map<String, Integer> named = new LinkedHashMap<>();
            for (Map.Entry<AnswerLabel, Integer> count : row.entrySet()) {
                named.put(count.getKey().id(), count.getValue());
            }
            confusion.put(person.id(), named);
        });
        return new CalibrationResponse(
                scorer, calibration.texts(), calibration.agreement(), calibration.kappa(), confusion);
    }
}
