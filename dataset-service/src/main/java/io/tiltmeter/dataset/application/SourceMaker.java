package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.source.SourceImport;
import io.tiltmeter.dataset.source.SourceLimits;
import io.tiltmeter.dataset.source.SourceRefused;
import io.tiltmeter.dataset.source.SourceVersion;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/** Makes a source: reads the file that came once, and keeps its rows. */
@Singleton
public class SourceMaker implements DatasetMaker {
    private static final String SEND_AGAIN = ": send it again";

    private final ArtifactStore artifacts;
    private final UploadSweep uploads;
    private final MeasurementService measurements;

    public SourceMaker(ArtifactStore artifacts, UploadSweep uploads, MeasurementService measurements) {
        this.artifacts = artifacts;
        this.uploads = uploads;
        this.measurements = measurements;
    }

    @Override
    public DatasetKind kind() {
        return DatasetKind.SOURCE;
    }

    @Override
    public Built make(StoredDataset dataset, Making making) throws IOException {
        ArtifactRef incoming = recipe(dataset).file();
        String folder = "sources/" + dataset.id();
        AtomicReference<SourceVersion> version = new AtomicReference<>();
        AtomicReference<ArtifactRef> rejected = new AtomicReference<>();
        try {
            Path file = artifacts.unreferenced(incoming.path());
            ArtifactRef rows = artifacts.writeFile(
                    folder + "/rows.jsonl",
                    rowsOut -> rejected.set(artifacts.writeFile(
                            folder + "/rejected.jsonl",
                            rejectedOut -> version.set(SourceImport.run(
                                    file, SourceLimits.standard(), new CountedRows(rowsOut, making), rejectedOut)))));
            if (!version.get().fileSha256().equals(incoming.sha256())) {
                artifacts.delete(folder);
                throw new IllegalArgumentException(incoming.path() + " was changed after it was named" + SEND_AGAIN);
            }
            return Built.of(new BuiltSource(version.get(), rows, rejected.get()));
        } catch (SourceRefused refused) {
            throw new IllegalArgumentException(refused.fault().toString(), refused);
        } catch (NoSuchFileException gone) {
            throw new IllegalArgumentException(incoming.path() + " is not there any more" + SEND_AGAIN, gone);
        }
    }

    @Override
    public void ready(Handle handle, StoredDataset dataset, Built built) {
        String rowsSha256 = ((BuiltSource) built.result()).version().rowsSha256();
        recipe(dataset)
                .question(dataset.id(), rowsSha256)
                .ifPresent(question -> measurements.measure(handle, question));
    }

    @Override
    public void ended(StoredDataset dataset) throws IOException {
        uploads.letGo(recipe(dataset).file());
    }

    public static SourceRecipe recipe(StoredDataset dataset) {
        return DatasetLookup.recipe(dataset, SourceRecipe.class);
    }
}
