package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.example.Measure;
import java.time.Instant;
import java.util.Optional;

/**
 * What is asked of evaluators about a source, and how far they are.
 *
 * @param id made from measure, model, rows and template: the same question has the same one
 * @param measure losses or lengths
 * @param model the checkpoint
 * @param sourceId whose rows
 * @param template how they are rendered
 * @param status how far it is
 * @param reason why it failed
 * @param asks how often shards were asked for
 * @param askedAt when last
 * @param examplesDone answered so far
 * @param examplesTotal of how many; 0 while they are being written
 * @param totals of the answers; empty until it is done
 */
public record StoredMeasurement(
        String id,
        Measure measure,
        StoredCheckpoint model,
        String sourceId,
        String template,
        Status status,
        Optional<String> reason,
        int asks,
        Optional<Instant> askedAt,
        long examplesDone,
        long examplesTotal,
        Optional<MeasurementTotals> totals) {
    /** How far a measurement is. */
    public enum Status {
        /** Its examples are being written. */
        PREPARING,
        /** Evaluators are at work. */
        WAITING,
        DONE,
        FAILED
    }
}
