package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
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
    private static final String STANDARD_TEMPLATE = "plain";

    private final IncomingFiles files;
    private final DatasetService intake;
    private final UploadSweep uploads;
    private final Workers workers;
    private final Checkpoints checkpoints;
    private final MeasurementService measurements;
    private final Transactions transactions;

    public SourceService(
            IncomingFiles files,
            DatasetService intake,
            UploadSweep uploads,
            Workers workers,
            Checkpoints checkpoints,
            MeasurementService measurements,
            Transactions transactions) {
        this.files = files;
        this.intake = intake;
        this.uploads = uploads;
        this.workers = workers;
        this.checkpoints = checkpoints;
        this.measurements = measurements;
        this.transactions = transactions;
    }

    public StoredDataset sent(SourceRequest request, InputStream body) throws IOException {
        Optional<StoredCheckpoint> tokenizer = tokenizer(request);
        return accept(request, tokenizer, "upload", files.received(body));
    }

    public StoredDataset named(SourceRequest request) throws IOException {
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
                request.tokenizer().flatMap(name -> checkpoints.find("tokenizer", name, faults));
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return found;
    }

    private StoredDataset accept(
            SourceRequest request, Optional<StoredCheckpoint> tokenizer, String from, ArtifactRef file)
            throws IOException {
        SourceRecipe recipe = new SourceRecipe(
                request.name(), from, file, tokenizer, request.template().orElse(STANDARD_TEMPLATE));
        String json = Json.mapper().writeValueAsString(recipe);
        StoredDataset source = intake.acceptVersion(request.name(), DatasetKind.SOURCE, json, recipe.sha256());
        DatasetLookup.resultIfReady(source, BuiltSource.class)
                .flatMap(built -> recipe.question(source.id(), built.version().rowsSha256()))
                .ifPresent(question -> transactions.run(handle -> measurements.measure(handle, question)));
        if (source.state() instanceof DatasetState.Ready) {
            uploads.letGo(file);
        }
        workers.wake();
        return source;
    }
}
