package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.context.ExamplesToMeasure;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.dataset.persistence.ShardRepository;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Shard;
import io.tiltmeter.dataset.persistence.StoredMeasurement.Totals;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes the examples of a measurement, a file for each shard, and then requests all of them. */
@Singleton
public class MeasurementPreparation implements WorkHandler {
    /** The kind of its work. */
    static final String KIND = "measure";

    private final PatientTransactions transactions;
    private final MeasurementRepository repository;
    private final ShardRepository shardRepository;
    private final MeasurementService measurements;
    private final DatasetLookup lookup;
    private final ArtifactStore artifacts;
    private final WorkRepository work;
    private final int examplesPerShard;

    public MeasurementPreparation(
            PatientTransactions transactions,
            MeasurementRepository repository,
            ShardRepository shardRepository,
            MeasurementService measurements,
            DatasetLookup lookup,
            ArtifactStore artifacts,
            WorkRepository work,
            DatasetConfig config) {
        this.transactions = transactions;
        this.repository = repository;
        this.shardRepository = shardRepository;
        this.measurements = measurements;
        this.lookup = lookup;
        this.artifacts = artifacts;
        this.work = work;
        this.examplesPerShard = config.examplesPerShard();
    }

    static String workId(String measurementId) {
        return KIND + "/" + measurementId;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        String id = lease.item().payload();
        StoredMeasurement measurement =
                transactions.call(() -> repository.measurement(id).orElseThrow());
        List<Shard> shards = write(measurement, lease);
        work.complete(lease, () -> {
            shardRepository.add(id, shards);
            if (shards.isEmpty()) {
                measurements.completed(id, Totals.NONE);
            } else {
                measurements.requestMissing(measurement);
            }
        });
    }

    @Override
    public void failed(WorkItem item, String reason) {
        measurements.failed(item.payload(), reason);
    }

    private List<Shard> write(StoredMeasurement measurement, Lease lease) throws IOException {
        ArtifactRef rowsFile = lookup.built(Kind.SOURCE, measurement.sourceId(), BuiltDataset.Source.class)
                .rows();
        Function<SourceRow, Optional<TrainingExample>> exampleOf = measurement.measure() == Measure.LOSSES
                ? ExamplesToMeasure::forLosses
                : row -> Optional.of(ExamplesToMeasure.forLength(row));
        List<Shard> shards = new ArrayList<>();
        try (Stream<SourceRow> rows = SourceRows.read(artifacts.file(rowsFile))) {
            Iterator<TrainingExample> examples =
                    rows.map(exampleOf).flatMap(Optional::stream).iterator();
            while (examples.hasNext()) {
                List<TrainingExample> shard = new ArrayList<>();
                while (shard.size() < examplesPerShard && examples.hasNext()) {
                    shard.add(examples.next());
                }
                String path = String.format("measurements/%s/shard-%06d.jsonl", measurement.id(), shards.size());
                ArtifactRef file =
                        artifacts.writeFile(path, out -> JsonLines.write(shard.stream(), out, lease::isLost));
                shards.add(new Shard(shards.size(), file, shard.size(), Optional.empty()));
            }
        }
        return shards;
    }
}
