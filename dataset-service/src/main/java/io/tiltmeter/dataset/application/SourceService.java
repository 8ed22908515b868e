package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accepts sources: the file first, then the version of its name. */
@Singleton
public class SourceService {
    private final IncomingFiles files;
    private final DatasetService datasets;
    private final DatasetLookup lookup;
    private final MeasurementService measurements;
    private final Workers workers;

    public SourceService(
            IncomingFiles files,
            DatasetService datasets,
            DatasetLookup lookup,
            MeasurementService measurements,
            Workers workers) {
        this.files = files;
        this.datasets = datasets;
        this.lookup = lookup;
        this.measurements = measurements;
        this.workers = workers;
    }

    /** The source of a file that is sent. */
    public StoredDataset accept(SourceRequest request, InputStream file) throws IOException {
        Optional<StoredCheckpoint> tokenizer = tokenizer(request);
        return accept(request, tokenizer, "upload", files.received(file));
    }

    /** The source of a file that the request names. */
    public StoredDataset accept(SourceRequest request) throws IOException {
        Optional<StoredCheckpoint> tokenizer = tokenizer(request);
        if (request.path().isPresent()) {
            String path = request.path().get();
            return accept(request, tokenizer, "path " + path, files.found("path", path));
        }
        String url = request.url().orElseThrow();
        return accept(request, tokenizer, "url " + url, files.fetched(url));
    }

    private Optional<StoredCheckpoint> tokenizer(SourceRequest request) {
        List<Fault> faults = new ArrayList<>();
        Optional<StoredCheckpoint> found =
                request.tokenizer().flatMap(name -> lookup.checkpoint("tokenizer", name, faults));
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return found;
    }

    private StoredDataset accept(
            SourceRequest request, Optional<StoredCheckpoint> tokenizer, String from, ArtifactRef file)
            throws IOException {
        SourceRecipe recipe = new SourceRecipe(
                request.name(),
                from,
                file,
                tokenizer,
                request.template(),
                request.columns().orElse(""));
        StoredDataset source = datasets.acceptVersion(request.name(), Kind.SOURCE, Json.write(recipe), recipe.sha256());
        source.built(BuiltDataset.Source.class)
                .flatMap(
                        built -> recipe.measurement(source.id(), built.version().rowsSha256()))
                .ifPresent(measurements::measure);
        if (source.isReady()) {
            files.release(file);
        }
        workers.wake();
        return source;
    }
}
