package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.context.ExamplesToMeasure;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;

/**
 * What evaluators measure of a source.
 *
 * @param measure losses or lengths
 * @param model the checkpoint
 * @param sourceId the source, which is ready
 * @param rowsSha256 of its rows
 * @param template how they are rendered
 */
public record MeasurementRequest(
        Measure measure, StoredCheckpoint model, String sourceId, String rowsSha256, String template) {
    private static final int HASH_DIGITS_IN_ID = 24;

    /** The same measure, model, rows and template have the same one, whatever they are called. */
    public String id() {
        String base = model.base().map(ref -> " beside " + ref.sha256()).orElse("");
        String text = String.join(
                "\n",
                measure.name() + " " + ExamplesToMeasure.FORM,
                model.model().sha256() + base,
                rowsSha256,
                template);
        return "m-" + Sha256.of(text).substring(0, HASH_DIGITS_IN_ID);
    }
}
