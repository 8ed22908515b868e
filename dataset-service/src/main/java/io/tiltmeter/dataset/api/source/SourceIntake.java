package io.tiltmeter.dataset.api.source;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.api.BuildWorker;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.DatasetIntake;
import io.tiltmeter.dataset.api.IncomingFiles;
import io.tiltmeter.dataset.api.measurement.Checkpoints;
import io.tiltmeter.dataset.api.measurement.Measurements;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.StoredCheckpoint;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accepts sources: the file first, then the version of its name. */
@Singleton
public class SourceIntake {
    private static final String STANDARD_TEMPLATE = "plain";

    private final IncomingFiles files;
    private final DatasetIntake intake;
    private final UploadSweep uploads;
    private final BuildWorker worker;
    private final Checkpoints checkpoints;
    private final Measurements measurements;
    private final Transactions transactions;

    public SourceIntake(
            IncomingFiles files,
            DatasetIntake intake,
            UploadSweep uploads,
            BuildWorker worker,
            Checkpoints checkpoints,
            Measurements measurements,
            Transactions transactions) {
        this.files = files;
        this.intake = intake;
        this.uploads = uploads;
        this.worker = worker;
        this.checkpoints = checkpoints;
        this.measurements = measurements;
        this.transactions = transactions;
    }

    StoredDataset sent(SourceRequest request, InputStream body) throws IOException {
        Optional<StoredCheckpoint> tokenizer = tokenizer(request);
        return accept(request, tokenizer, "upload", files.received(body));
    }

    StoredDataset named(SourceRequest request) throws IOException {
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
        DatasetCatalogue.resultIfReady(source, BuiltSource.class)
                .flatMap(built -> recipe.question(source.id(), built.version().rowsSha256()))
                .ifPresent(question -> transactions.run(handle -> measurements.ask(handle, question)));
        if (source.state() instanceof DatasetState.Ready) {
            uploads.letGo(file);
        }
        worker.wake();
        return source;
    }
}
