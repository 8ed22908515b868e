package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Looks up how far evaluators are. */
@Singleton
public class MeasurementReader {
    private final Transactions transactions;
    private final MeasurementStore measurements;

    public MeasurementReader(Transactions transactions, MeasurementStore measurements) {
        this.transactions = transactions;
        this.measurements = measurements;
    }

    /** What a dataset needs to be built, done or not. */
    public List<MeasurementAnswer> neededBy(String datasetId) {
        return answers(transactions.run(handle -> measurements.neededBy(handle, datasetId)));
    }

    /** What is or was measured of a source. */
    public List<MeasurementAnswer> of(String sourceId, Measure measure) {
        return answers(transactions.run(handle -> measurements.of(handle, sourceId, measure)));
    }

    private static List<MeasurementAnswer> answers(List<StoredMeasurement> found) {
        Instant now = Instant.now();
        return found.stream()
                .map(measurement -> MeasurementAnswer.of(measurement, now))
                .toList();
    }
}
