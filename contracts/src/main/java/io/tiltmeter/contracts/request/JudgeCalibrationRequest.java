package io.tiltmeter.contracts.request;

import java.util.List;

/**
 * {@code POST /api/v1/judge/calibrations}: texts that a person has labelled, for the judge to label too.
 *
 * @param texts at least one
 */
public record JudgeCalibrationRequest(List<LabelledText> texts) {
    public JudgeCalibrationRequest {
        texts = List.copyOf(texts);
    }

    /**
     * A labelled text.
     *
     * @param generated the text
     * @param contextAnswer what the context says
     * @param memoryAnswer what is remembered
     * @param label {@code context}, {@code memory}, or {@code other} for both or neither
     */
    public record LabelledText(String generated, String contextAnswer, String memoryAnswer, String label) {}
}
