package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.source.SourceImport;
import io.tiltmeter.dataset.source.SourceVersion;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Makes a source: reads the file that came once, and keeps its rows. */
@Singleton
public class SourceMaker implements DatasetBuilder.Maker {
    private static final String SEND_AGAIN = ": send it again";

    private final ArtifactStore artifacts;
    private final IncomingFiles files;
    private final MeasurementService measurements;

    public SourceMaker(ArtifactStore artifacts, IncomingFiles files, MeasurementService measurements) {
        this.artifacts = artifacts;
        this.files = files;
        this.measurements = measurements;
    }

    @Override
    public Kind kind() {
        return Kind.SOURCE;
    }

    @Override
    public BuiltDataset make(StoredDataset dataset, DatasetBuilder.Attempt attempt) throws IOException {
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
                                    file,
                                    ReadLimits.forSources(),
                                    recipe(dataset).mapping(),
                                    new CountedRows(rowsOut, attempt),
                                    rejectedOut)))));
            if (!version.get().fileSha256().equals(incoming.sha256())) {
                artifacts.delete(folder);
                throw new IllegalArgumentException(incoming.path() + " was changed after it was named" + SEND_AGAIN);
            }
            return new BuiltDataset.Source(version.get(), rows, rejected.get());
        } catch (FileRefused refused) {
            throw new IllegalArgumentException(refused.fault().toString(), refused);
        } catch (NoSuchFileException gone) {
            throw new IllegalArgumentException(incoming.path() + " is not there any more" + SEND_AGAIN, gone);
        }
    }

    @Override
    public void ready(StoredDataset dataset, BuiltDataset built) {
        String rowsSha256 = ((BuiltDataset.Source) built).version().rowsSha256();
        recipe(dataset).measurement(dataset.id(), rowsSha256).ifPresent(measurements::measure);
    }

    @Override
    public void ended(StoredDataset dataset) throws IOException {
        files.release(recipe(dataset).file());
    }

    private static SourceRecipe recipe(StoredDataset dataset) {
        return dataset.recipe(SourceRecipe.class);
    }

    /** Rows that are written, one a line: reports how many there are, and stops when the attempt is abandoned. */
    private static final class CountedRows extends FilterOutputStream {
        private final DatasetBuilder.Attempt attempt;
        private long rows;

        private CountedRows(OutputStream out, DatasetBuilder.Attempt attempt) {
            super(out);
            this.attempt = attempt;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            for (int i = from; i < from + count; i++) {
                rows += bytes[i] == '\n' ? 1 : 0;
            }
            attempt.progress(rows);
            out.write(bytes, from, count);
        }
    }
}
