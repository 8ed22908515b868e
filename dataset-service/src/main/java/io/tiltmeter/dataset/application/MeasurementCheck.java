package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.dataset.persistence.MeasurementShard;
import io.tiltmeter.dataset.persistence.MeasurementTotals;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Reads all answers to a question once they are there. A shard whose answer is of no use is asked for again, a few
 * times; if all are good, what waited for them goes on.
 */
@Singleton
public class MeasurementCheck implements WorkHandler {
    /** The kind of its work. */
    public static final String KIND = "answers";

    private static final Logger LOG = Logger.getLogger(MeasurementCheck.class);
    private static final int MAX_ASKS = 5;

    private final Transactions transactions;
    private final MeasurementRepository repository;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;
    private final WorkRepository work;

    public MeasurementCheck(
            Transactions transactions,
            MeasurementRepository repository,
            MeasurementService measurements,
            ArtifactStore artifacts,
            WorkRepository work) {
        this.transactions = transactions;
        this.repository = repository;
        this.measurements = measurements;
        this.artifacts = artifacts;
        this.work = work;
    }

    /** The answers of each time that was asked are looked at once. */
    public static String workId(StoredMeasurement measurement) {
        return KIND + "/" + measurement.id() + "/" + measurement.asks();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(Lease lease) {
        String id = lease.item().payload();
        StoredMeasurement measurement =
                transactions.runPatiently(handle -> repository.find(handle, id).orElseThrow());
        List<MeasurementShard> shards = transactions.runPatiently(handle -> repository.shards(handle, id));
        Map<Integer, String> faults = new TreeMap<>();
        MeasurementTotals totals = MeasurementTotals.NONE;
        for (MeasurementShard shard : shards) {
            try {
                for (ExampleMeasurement answer : checked(measurement.measure(), shard)) {
                    totals = answer.tokens().map(totals::withTokens).orElseGet(totals::withUnscored);
                }
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                faults.put(shard.number(), e.getMessage());
            }
        }
        MeasurementTotals total = totals;
        work.complete(lease, handle -> settle(handle, measurement, faults, total));
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        measurements.failed(handle, item.payload(), reason);
    }

    private void settle(
            Handle handle, StoredMeasurement measurement, Map<Integer, String> faults, MeasurementTotals totals) {
        if (faults.isEmpty()) {
            measurements.completed(handle, measurement.id(), totals);
            return;
        }
        LOG.warnf("answers of no use measurement=%s shards=%s", measurement.id(), faults);
        faults.keySet().forEach(shard -> repository.forget(handle, measurement.id(), shard));
        if (measurement.asks() >= MAX_ASKS) {
            String reason = "after " + MAX_ASKS + " requests some answers are still of no use: " + faults;
            measurements.failed(handle, measurement.id(), reason);
        } else {
            measurements.requestMissing(handle, measurement);
        }
    }

    /** A shard's answers. @throws IllegalArgumentException if they are of no use */
    private List<ExampleMeasurement> checked(Measure measure, MeasurementShard shard) throws IOException {
        ArtifactRef losses = shard.losses().orElseThrow(() -> new IllegalArgumentException("there is no answer"));
        List<ExampleMeasurement> answers = JsonLines.readAll(artifacts.file(losses), ExampleMeasurement.class);
        List<TrainingExample> examples = JsonLines.readAll(artifacts.file(shard.examples()), TrainingExample.class);
        if (answers.size() != examples.size()) {
            throw new IllegalArgumentException(answers.size() + " answers for " + examples.size() + " examples");
        }
        for (int i = 0; i < answers.size(); i++) {
            ExampleMeasurement answer = answers.get(i);
            String expected = examples.get(i).id();
            if (!answer.id().equals(expected)) {
                throw new IllegalArgumentException("answers example " + answer.id() + " in the place of " + expected);
            }
            if (measure == Measure.LOSSES
                    && answer.losses().isEmpty() == answer.unscored().isEmpty()) {
                throw new IllegalArgumentException("example " + expected + " has neither losses nor a reason why not");
            }
        }
        return answers;
    }
}
