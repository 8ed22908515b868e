package io.tiltmeter.dataset.api.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.api.BuildWorker;
import io.tiltmeter.dataset.api.DatasetIntake;
import io.tiltmeter.dataset.api.IncomingFiles;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** Accepts sources: the file first, then the version of its name. */
@Singleton
public class SourceIntake {
    private final IncomingFiles files;
    private final DatasetIntake intake;
    private final UploadSweep uploads;
    private final BuildWorker worker;

    public SourceIntake(IncomingFiles files, DatasetIntake intake, UploadSweep uploads, BuildWorker worker) {
        this.files = files;
        this.intake = intake;
        this.uploads = uploads;
        this.worker = worker;
    }

    StoredDataset sent(SourceRequest request, InputStream body) throws IOException {
        return accept(request, "upload", files.received(body));
    }

    StoredDataset named(SourceRequest request) throws IOException {
        if (request.path().isPresent()) {
            String path = request.path().get();
            return accept(request, "path " + path, files.found("path", path));
        }
        String url = request.url().orElseThrow();
        return accept(request, "url " + url, files.fetched(url));
    }

    private StoredDataset accept(SourceRequest request, String from, ArtifactRef file) throws IOException {
        SourceRecipe recipe = new SourceRecipe(request.name(), from, file, request.tokenizer(), request.template());
        try {
            String json = Json.mapper().writeValueAsString(recipe);
            StoredDataset source = intake.acceptVersion(request.name(), DatasetKind.SOURCE, json, recipe.sha256());
            if (source.state() instanceof DatasetState.Ready) {
                uploads.letGo(file);
            } else {
                worker.kick();
            }
            return source;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe can always be written as JSON", e);
        }
    }
}
