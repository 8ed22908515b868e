package io.tiltmeter.dataset.rest;

import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Status;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A measurement by evaluators with its progress, as REST shows it.
 *
 * @param measurementId the same model, rows and template have the same one
 * @param measure losses or tokens
 * @param model the checkpoint, as {@code run:<run id>@<step>}
 * @param sourceId whose rows
 * @param template how they are rendered
 * @param status preparing, waiting, done or failed
 * @param reason why it failed
 * @param examplesDone scored so far
 * @param examplesTotal of how many
 * @param unscored examples that the model could not score; from here on, only when done
 * @param tokens of all others together
 * @param longestTokens of these
 * @param etaSeconds until the last is scored, at the pace since they were requested; absent before the first result
 */
public record MeasurementResponse(
        String measurementId,
        String measure,
        String model,
        String sourceId,
        String template,
        String status,
        Optional<String> reason,
        long examplesDone,
        long examplesTotal,
        Optional<Long> unscored,
        Optional<Long> tokens,
        Optional<Integer> longestTokens,
        Optional<Long> etaSeconds) {
    static List<MeasurementResponse> of(List<StoredMeasurement> measurements) {
        Instant now = Instant.now();
        return measurements.stream().map(measurement -> of(measurement, now)).toList();
    }

    private static MeasurementResponse of(StoredMeasurement measurement, Instant now) {
        return new MeasurementResponse(
                measurement.id(),
                Json.name(measurement.measure()),
                measurement.model().name(),
                measurement.sourceId(),
                measurement.template(),
                Json.name(measurement.status()),
                measurement.reason(),
                measurement.examplesDone(),
                measurement.examplesTotal(),
                measurement.totals().map(Totals::unscored),
                measurement.totals().map(Totals::tokens),
                measurement.totals().map(Totals::maxTokens),
                etaSeconds(measurement, now));
    }

    private static Optional<Long> etaSeconds(StoredMeasurement measurement, Instant now) {
        long done = measurement.examplesDone();
        if (measurement.status() != Status.WAITING || done == 0) {
            return Optional.empty();
        }
        double seconds =
                Duration.between(measurement.requestedAt().orElse(now), now).toMillis() / 1e3;
        return Optional.of(Math.round(seconds * (measurement.examplesTotal() - done) / done));
    }
}
