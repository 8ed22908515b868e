package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.api.DatasetBuilder;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.DatasetConfig;
import io.tiltmeter.dataset.api.JsonLines;
import io.tiltmeter.dataset.api.source.BuiltSource;
import io.tiltmeter.dataset.labeling.ExamplesToMeasure;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.dataset.store.AnswerTotals;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.MeasurementShard;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
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
import org.jdbi.v3.core.Handle;

/** Writes the examples of a measurement, a file for each shard, and then asks for all of them. */
@Singleton
public class MeasurementPreparation implements WorkHandler {
    /** The kind of its work. */
    public static final String KIND = "measure";

    private final Transactions transactions;
    private final MeasurementStore measurements;
    private final Measurements asking;
    private final DatasetCatalogue catalogue;
    private final DatasetBuilder builder;
    private final ArtifactStore artifacts;
    private final WorkRepository work;
    private final int examplesPerShard;

    public MeasurementPreparation(
            Transactions transactions,
            MeasurementStore measurements,
            Measurements asking,
            DatasetCatalogue catalogue,
            DatasetBuilder builder,
            ArtifactStore artifacts,
            WorkRepository work,
            DatasetConfig config) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.asking = asking;
        this.catalogue = catalogue;
        this.builder = builder;
        this.artifacts = artifacts;
        this.work = work;
        this.examplesPerShard = config.examplesPerShard();
    }

    static String workId(String measurementId) {
        return KIND + "/" + measurementId;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        String id = lease.item().payload();
        StoredMeasurement measurement = transactions.runPatiently(
                handle -> measurements.find(handle, id).orElseThrow());
        List<MeasurementShard> shards = write(measurement, lease);
        work.complete(lease, handle -> {
            shards.forEach(shard -> measurements.addShard(handle, id, shard));
            if (shards.isEmpty()) {
                asking.done(handle, id, AnswerTotals.NONE);
            } else {
                asking.askForMissing(handle, measurement);
            }
        });
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        asking.failed(handle, item.payload(), reason, builder);
    }

    private List<MeasurementShard> write(StoredMeasurement measurement, Lease lease) throws IOException {
        StoredDataset source = catalogue.one(DatasetKind.SOURCE, measurement.sourceId());
        ArtifactRef rowsFile = catalogue.result(source, BuiltSource.class).rows();
        Function<SourceRow, Optional<TrainingExample>> exampleOf = measurement.measure() == Measure.LOSSES
                ? ExamplesToMeasure::forLosses
                : row -> Optional.of(ExamplesToMeasure.forLength(row));
        List<MeasurementShard> shards = new ArrayList<>();
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
                shards.add(new MeasurementShard(shards.size(), file, shard.size(), Optional.empty()));
            }
        }
        return shards;
    }
}
