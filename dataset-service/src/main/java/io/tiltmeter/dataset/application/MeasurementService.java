package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.dataset.context.RowValues;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Status;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Requests losses and lengths of a source's rows from evaluators, once for each {@link MeasurementRequest}, and starts
 * the builds that wait for them. Methods that take a handle work within the caller's transaction.
 */
@Singleton
public class MeasurementService {
    private static final Logger LOG = Logger.getLogger(MeasurementService.class);

    private final Transactions transactions;
    private final MeasurementRepository measurements;
    private final DatasetService datasets;
    private final DatasetLookup lookup;
    private final DatasetRepository datasetRows;
    private final WorkRepository work;
    private final Outbox outbox;
    private final ArtifactStore artifacts;

    public MeasurementService(
            Transactions transactions,
            MeasurementRepository measurements,
            DatasetService datasets,
            DatasetLookup lookup,
            DatasetRepository datasetRows,
            WorkRepository work,
            Outbox outbox,
            ArtifactStore artifacts) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.datasets = datasets;
        this.lookup = lookup;
        this.datasetRows = datasetRows;
        this.work = work;
        this.outbox = outbox;
        this.artifacts = artifacts;
    }

    /**
     * Accepts a dataset that cannot be built before its measurements are done. One that failed is tried again, and its
     * failed measurements are requested again.
     */
    public StoredDataset acceptDataset(DatasetService.Requested requested, List<MeasurementRequest> needed) {
        return transactions.run(handle -> {
            StoredDataset dataset = datasets.acceptWithoutWork(handle, requested);
            if (dataset.isBuilding()) {
                needed.forEach(request -> measurements.need(
                        handle, dataset.id(), measure(handle, request).id()));
                buildIfComplete(handle, dataset.id());
            }
            return datasetRows.find(handle, dataset.id()).orElseThrow();
        });
    }

    /**
     * The measurement of a source's rows.
     *
     * @param sourceId of a source that is ready
     * @param model a checkpoint, as {@code run:<run id>@<step>}
     */
    MeasurementRequest request(Measure measure, String sourceId, String model, String template) {
        List<Fault> faults = new ArrayList<>();
        StoredCheckpoint checkpoint = lookup.checkpoint("model", model, faults)
                .orElseThrow(() -> new IllegalStateException("a resolved request names no checkpoint: " + faults));
        BuiltDataset.Source source = lookup.built(Kind.SOURCE, sourceId, BuiltDataset.Source.class);
        return new MeasurementRequest(
                measure, checkpoint, sourceId, source.version().rowsSha256(), template);
    }

    /** The measurement, new or existing; one that failed is requested again. */
    public StoredMeasurement measure(Handle handle, MeasurementRequest request) {
        String id = request.id();
        boolean isNew = measurements.add(
                handle, id, request.measure(), request.model(), request.sourceId(), request.template());
        if (isNew) {
            work.accept(handle, MeasurementPreparation.workId(id), MeasurementPreparation.KIND, "", id);
        }
        StoredMeasurement existing = measurements.lock(handle, id).orElseThrow();
        if (existing.status() == Status.FAILED) {
            retry(handle, existing);
        }
        return measurements.find(handle, id).orElseThrow();
    }

    /** Stores the results of a shard; those that are repeated, late or unknown change nothing. */
    public void scored(Handle handle, ExamplesScored event) {
        String id = event.requestId();
        Optional<StoredMeasurement> measurement = measurements.lock(handle, id);
        if (measurement.isEmpty()
                || !measurements.storeResults(handle, id, event.shard(), event.exampleCount(), event.losses())) {
            LOG.debugf("results not needed measurement=%s shard=%d", id, event.shard());
            return;
        }
        if (measurement.get().status() == Status.WAITING
                && measurements.shards(handle, id).stream().allMatch(Shard::isScored)) {
            checkResults(handle, measurement.get());
        }
    }

    /** An evaluator gave up a shard: if it is still waited for, the measurement fails. */
    public void scoringFailed(Handle handle, ExamplesScoringFailed event) {
        Optional<StoredMeasurement> measurement = measurements.lock(handle, event.requestId());
        if (measurement.isPresent()
                && measurement.get().status() == Status.WAITING
                && measurements.shards(handle, event.requestId()).stream()
                        .anyMatch(shard -> shard.number() == event.shard() && !shard.isScored())) {
            failed(handle, event.requestId(), event.reason());
        }
    }

    /** Requests every shard that has no results. */
    void requestMissing(Handle handle, StoredMeasurement measurement) {
        List<Shard> shards = measurements.shards(handle, measurement.id());
        Instant now = Instant.now();
        shards.stream()
                .filter(shard -> !shard.isScored())
                .forEach(shard -> outbox.append(
                        handle,
                        EventTypes.EXAMPLES_SCORING_REQUESTED,
                        measurement.id(),
                        new ExamplesScoringRequested(
                                measurement.id(),
                                shard.number(),
                                shards.size(),
                                measurement.model().model(),
                                measurement.model().base(),
                                shard.examples(),
                                0,
                                shard.exampleCount(),
                                measurement.template(),
                                measurement.measure(),
                                now)));
        measurements.countRequest(handle, measurement.id());
        if (shards.stream().allMatch(Shard::isScored)) {
            checkResults(handle, measurements.find(handle, measurement.id()).orElseThrow());
        }
        measurements.update(handle, measurement.id(), Status.WAITING, Optional.empty());
    }

    /** Every shard is scored and its results were checked: the datasets that waited for that are built. */
    void completed(Handle handle, String id, Totals totals) {
        measurements.storeTotals(handle, id, totals);
        measurements.update(handle, id, Status.DONE, Optional.empty());
        measurements.waitingFor(handle, id).forEach(dataset -> buildIfComplete(handle, dataset));
    }

    /** The measurement cannot be made: neither can the datasets that need it. */
    void failed(Handle handle, String id, String reason) {
        StoredMeasurement measurement = measurements.find(handle, id).orElseThrow();
        measurements.update(handle, id, Status.FAILED, Optional.of(reason));
        String datasetReason = Json.name(measurement.measure()) + " of "
                + measurement.sourceId() + " under " + measurement.model().name() + " could not be had: " + reason
                + "; send the request again to have it tried again";
        for (String dataset : measurements.waitingFor(handle, id)) {
            datasets.fail(handle, datasetRows.find(handle, dataset).orElseThrow(), datasetReason);
        }
    }

    /** What a dataset needs to be built, done or not. */
    public List<StoredMeasurement> neededBy(String datasetId) {
        return transactions.run(handle -> measurements.neededBy(handle, datasetId));
    }

    /** What is or was measured of a source. */
    public List<StoredMeasurement> of(String sourceId, Measure measure) {
        return transactions.run(handle -> measurements.of(handle, sourceId, measure));
    }

    /**
     * The results of a measurement.
     *
     * @throws IllegalStateException if it is not done
     * @throws IOException if a file of results was removed or changed since it was checked
     */
    public RowValues values(MeasurementRequest request) throws IOException {
        String id = request.id();
        List<Shard> shards = transactions.runPatiently(handle -> {
            if (measurements.find(handle, id).orElseThrow().status() != Status.DONE) {
                throw new IllegalStateException("measurement " + id + " is not done");
            }
            return measurements.shards(handle, id);
        });
        try {
            return RowValues.of(shards.stream().flatMap(this::results));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Stream<ExampleMeasurement> results(Shard shard) {
        try {
            return JsonLines.readAll(artifacts.file(shard.results().orElseThrow()), ExampleMeasurement.class).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void buildIfComplete(Handle handle, String datasetId) {
        if (measurements.neededBy(handle, datasetId).stream()
                .allMatch(measurement -> measurement.status() == Status.DONE)) {
            datasets.startBuild(handle, datasetId);
        }
    }

    private void checkResults(Handle handle, StoredMeasurement measurement) {
        work.accept(handle, MeasurementCheck.workId(measurement), MeasurementCheck.KIND, "", measurement.id());
    }

    private void retry(Handle handle, StoredMeasurement failed) {
        if (failed.examplesTotal() > 0) {
            requestMissing(handle, failed);
        } else {
            measurements.update(handle, failed.id(), Status.PREPARING, Optional.empty());
            work.retry(handle, MeasurementPreparation.workId(failed.id()));
        }
    }
}
