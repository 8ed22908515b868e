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
import io.tiltmeter.dataset.persistence.ShardRepository;
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
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Requests losses and lengths of a source's rows from evaluators, once for each {@link MeasurementRequest}, and starts
 * the builds that wait for them. Methods that no request calls work within the caller's transaction.
 */
@Singleton
public class MeasurementService {
    private static final Logger LOG = Logger.getLogger(MeasurementService.class);

    private final PatientTransactions transactions;
    private final MeasurementRepository measurements;
    private final ShardRepository shards;
    private final DatasetService datasets;
    private final DatasetLookup lookup;
    private final DatasetRepository datasetRows;
    private final WorkRepository work;
    private final Outbox outbox;
    private final ArtifactStore artifacts;

    public MeasurementService(
            PatientTransactions transactions,
            MeasurementRepository measurements,
            ShardRepository shards,
            DatasetService datasets,
            DatasetLookup lookup,
            DatasetRepository datasetRows,
            WorkRepository work,
            Outbox outbox,
            ArtifactStore artifacts) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.shards = shards;
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
    @Transactional
    public StoredDataset acceptDataset(DatasetService.Requested requested, List<MeasurementRequest> needed) {
        StoredDataset dataset = datasets.acceptWithoutWork(requested);
        if (dataset.isBuilding()) {
            needed.forEach(
                    request -> measurements.need(dataset.id(), measure(request).id()));
            buildIfComplete(dataset.id());
        }
        return datasetRows.dataset(dataset.id()).orElseThrow();
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
    @Transactional
    public StoredMeasurement measure(MeasurementRequest request) {
        String id = request.id();
        boolean isNew =
                measurements.add(id, request.measure(), request.model(), request.sourceId(), request.template());
        if (isNew) {
            work.accept(MeasurementPreparation.workId(id), MeasurementPreparation.KIND, "", id);
        }
        StoredMeasurement existing = measurements.lock(id).orElseThrow();
        if (existing.status() == Status.FAILED) {
            retry(existing);
        }
        return measurements.measurement(id).orElseThrow();
    }

    /** Stores the results of a shard; those that are repeated, late or unknown change nothing. */
    public void scored(ExamplesScored event) {
        String id = event.requestId();
        Optional<StoredMeasurement> measurement = measurements.lock(id);
        if (measurement.isEmpty() || !shards.storeResults(id, event.shard(), event.exampleCount(), event.losses())) {
            LOG.debugf("results not needed measurement=%s shard=%d", id, event.shard());
            return;
        }
        measurements.noteEvent(id);
        if (measurement.get().status() == Status.WAITING
                && shards.shards(id).stream().allMatch(Shard::isScored)) {
            checkResults(measurement.get());
        }
    }

    /** An evaluator gave up a shard: if it is still waited for, the measurement fails. */
    public void scoringFailed(ExamplesScoringFailed event) {
        Optional<StoredMeasurement> measurement = measurements.lock(event.requestId());
        if (measurement.isPresent()
                && measurement.get().status() == Status.WAITING
                && shards.shards(event.requestId()).stream()
                        .anyMatch(shard -> shard.number() == event.shard() && !shard.isScored())) {
            failed(event.requestId(), event.reason());
        }
    }

    /** Requests every shard that has no results. */
    void requestMissing(StoredMeasurement measurement) {
        List<Shard> all = shards.shards(measurement.id());
        Instant now = Instant.now();
        all.stream()
                .filter(shard -> !shard.isScored())
                .forEach(shard -> outbox.append(
                        EventTypes.EXAMPLES_SCORING_REQUESTED,
                        measurement.id(),
                        new ExamplesScoringRequested(
                                measurement.id(),
                                shard.number(),
                                all.size(),
                                measurement.model().model(),
                                measurement.model().base(),
                                shard.examples(),
                                0,
                                shard.exampleCount(),
                                measurement.template(),
                                measurement.measure(),
                                now)));
        measurements.countRequest(measurement.id());
        if (all.stream().allMatch(Shard::isScored)) {
            checkResults(measurements.measurement(measurement.id()).orElseThrow());
        }
        measurements.changeStatus(measurement.id(), Status.WAITING, Optional.empty());
    }

    /** Every shard is scored and its results were checked: the datasets that waited for that are built. */
    void completed(String id, Totals totals) {
        measurements.storeTotals(id, totals);
        measurements.changeStatus(id, Status.DONE, Optional.empty());
        measurements.waitingFor(id).forEach(this::buildIfComplete);
    }

    /** The measurement cannot be made: neither can the datasets that need it. */
    void failed(String id, String reason) {
        StoredMeasurement measurement = measurements.lock(id).orElseThrow();
        measurements.changeStatus(id, Status.FAILED, Optional.of(reason));
        String datasetReason = Json.name(measurement.measure()) + " of "
                + measurement.sourceId() + " under " + measurement.model().name() + " could not be had: " + reason
                + "; send the request again to have it tried again";
        for (String dataset : measurements.waitingFor(id)) {
            datasets.fail(datasetRows.dataset(dataset).orElseThrow(), datasetReason);
        }
    }

    /** What each of these datasets needs to be built, done or not; a dataset that needs nothing is absent. */
    @Transactional
    public Map<String, List<StoredMeasurement>> neededBy(Collection<StoredDataset> wanted) {
        return measurements.neededBy(wanted.stream().map(StoredDataset::id).toList());
    }

    /** What is or was measured of each of these sources; a source of which nothing was is absent. */
    @Transactional
    public Map<String, List<StoredMeasurement>> of(Collection<StoredDataset> sources, Measure measure) {
        return measurements.of(sources.stream().map(StoredDataset::id).toList(), measure);
    }

    /**
     * The results of a measurement.
     *
     * @throws IllegalStateException if it is not done
     * @throws IOException if a file of results was removed or changed since it was checked
     */
    public RowValues values(MeasurementRequest request) throws IOException {
        String id = request.id();
        List<Shard> done = transactions.call(() -> {
            if (measurements.measurement(id).orElseThrow().status() != Status.DONE) {
                throw new IllegalStateException("measurement " + id + " is not done");
            }
            return shards.shards(id);
        });
        try {
            return RowValues.of(done.stream().flatMap(this::results));
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

    private void buildIfComplete(String datasetId) {
        boolean wanted =
                datasetRows.lock(datasetId).filter(StoredDataset::isBuilding).isPresent();
        if (wanted
                && measurements.neededBy(List.of(datasetId)).values().stream()
                        .flatMap(List::stream)
                        .allMatch(measurement -> measurement.status() == Status.DONE)) {
            datasets.startBuild(datasetId);
        }
    }

    private void checkResults(StoredMeasurement measurement) {
        work.accept(MeasurementCheck.workId(measurement), MeasurementCheck.KIND, "", measurement.id());
    }

    private void retry(StoredMeasurement failed) {
        if (failed.examplesTotal() > 0) {
            requestMissing(failed);
        } else {
            measurements.changeStatus(failed.id(), Status.PREPARING, Optional.empty());
            work.retry(MeasurementPreparation.workId(failed.id()));
        }
    }
}
