package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.dataset.api.JsonLines;
import io.tiltmeter.dataset.labeling.RowValues;
import io.tiltmeter.dataset.store.MeasurementShard;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Reads what evaluators answered. */
@Singleton
public class Answers {
    private final Transactions transactions;
    private final MeasurementStore measurements;
    private final ArtifactStore artifacts;

    public Answers(Transactions transactions, MeasurementStore measurements, ArtifactStore artifacts) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.artifacts = artifacts;
    }

    /**
     * All answers to a question.
     *
     * @throws IllegalStateException if it is not answered
     * @throws IOException if an answer was removed or changed since it was checked
     */
    public RowValues of(Question question) throws IOException {
        return of(question.id());
    }

    /** As {@link #of(Question)}, by the measurement's id. */
    public RowValues of(String measurementId) throws IOException {
        List<MeasurementShard> shards = transactions.runPatiently(handle -> {
            StoredMeasurement measurement =
                    measurements.find(handle, measurementId).orElseThrow();
            if (measurement.status() != StoredMeasurement.Status.DONE) {
                throw new IllegalStateException("measurement " + measurementId + " is not done");
            }
            return measurements.shards(handle, measurementId);
        });
        try {
            return RowValues.of(shards.stream().flatMap(this::answers));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Stream<ExampleMeasurement> answers(MeasurementShard shard) {
        try {
            return JsonLines.readAll(artifacts.file(shard.losses().orElseThrow()), ExampleMeasurement.class).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
