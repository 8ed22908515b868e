package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.dataset.persistence.ShardRepository;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
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

/**
 * Checks the results of a measurement once all shards are scored. A shard whose results are unusable is requested again, a
 * few times; if all are usable, the measurement is done.
 */
@Singleton
public class MeasurementCheck implements WorkHandler {
    /** The kind of its work. */
    static final String KIND = "answers";

    private static final Logger LOG = Logger.getLogger(MeasurementCheck.class);
    private static final int MAX_REQUESTS = 5;

    private final PatientTransactions transactions;
    private final MeasurementRepository repository;
    private final ShardRepository shardRepository;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;
    private final WorkRepository work;

    public MeasurementCheck(
            PatientTransactions transactions,
            MeasurementRepository repository,
            ShardRepository shardRepository,
            MeasurementService measurements,
            ArtifactStore artifacts,
            WorkRepository work) {
        this.transactions = transactions;
        this.repository = repository;
        this.shardRepository = shardRepository;
        this.measurements = measurements;
        this.artifacts = artifacts;
        this.work = work;
    }

    /** The results of each round of requests are checked once. */
    static String workId(StoredMeasurement measurement) {
        return KIND + "/" + measurement.id() + "/" + measurement.requests();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(Lease lease) {
        String id = lease.item().payload();
        StoredMeasurement measurement =
                transactions.call(() -> repository.measurement(id).orElseThrow());
        List<Shard> shards = transactions.call(() -> shardRepository.shards(id));
        Map<Integer, String> faults = new TreeMap<>();
        Totals totals = Totals.NONE;
        for (Shard shard : shards) {
            try {
                for (ExampleMeasurement result : checked(measurement.measure(), shard)) {
                    totals = result.tokens().map(totals::withTokens).orElseGet(totals::withUnscored);
                }
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                faults.put(shard.number(), e.getMessage());
            }
        }
        Totals total = totals;
        work.complete(lease, () -> settle(measurement, faults, total));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        measurements.failed(item.payload(), reason);
    }

    private void settle(StoredMeasurement measurement, Map<Integer, String> faults, Totals totals) {
        if (faults.isEmpty()) {
            measurements.completed(measurement.id(), totals);
            return;
        }
        LOG.warnf("results unusable measurement=%s shards=%s", measurement.id(), faults);
        faults.keySet().forEach(shard -> shardRepository.removeResults(measurement.id(), shard));
        if (measurement.requests() >= MAX_REQUESTS) {
            String reason = "after " + MAX_REQUESTS + " requests some results are still unusable: " + faults;
            measurements.failed(measurement.id(), reason);
        } else {
            measurements.requestMissing(measurement);
        }
    }

    /** A shard's results. @throws IllegalArgumentException if they are unusable */
    private List<ExampleMeasurement> checked(Measure measure, Shard shard) throws IOException {
        ArtifactRef file = shard.results().orElseThrow(() -> new IllegalArgumentException("there are no results"));
        List<ExampleMeasurement> results = JsonLines.readAll(artifacts.file(file), ExampleMeasurement.class);
        List<TrainingExample> examples = JsonLines.readAll(artifacts.file(shard.examples()), TrainingExample.class);
        if (results.size() != examples.size()) {
            throw new IllegalArgumentException(results.size() + " results for " + examples.size() + " examples");
        }
        for (int i = 0; i < results.size(); i++) {
            ExampleMeasurement result = results.get(i);
            String expected = examples.get(i).id();
            if (!result.id().equals(expected)) {
                throw new IllegalArgumentException("result of example " + result.id() + " in the place of " + expected);
            }
            if (measure == Measure.LOSSES
                    && result.losses().isEmpty() == result.unscored().isEmpty()) {
                throw new IllegalArgumentException("example " + expected + " has neither losses nor a reason why not");
            }
        }
        return results;
    }
}
