package io.tiltmeter.results.application.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.ImportStore.StoredImport;
import io.tiltmeter.results.persistence.ImportedScores;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes rows of an import. It is the one way to do so: whoever imports goes through here, and so does the news of it when
 * the topics are read again, so that both leave the same rows.
 */
@Singleton
public class ImportFold {
    private final ImportStore imports;
    private final ImportedScores scores;
    private final CurveFold curves;
    private final LabelFold labels;
    private final ArtifactStore artifacts;

    public ImportFold(
            ImportStore imports, ImportedScores scores, CurveFold curves, LabelFold labels, ArtifactStore artifacts) {
        this.imports = imports;
        this.scores = scores;
        this.curves = curves;
        this.labels = labels;
        this.artifacts = artifacts;
    }

    /**
     * Takes an import in the caller's transaction; a second time, or after a later one of the same part, nothing changes.
     *
     * @throws UncheckedIOException if its file is missing or damaged
     */
    public void take(Handle handle, RunImported news) {
        imports.lock(handle, news.runId());
        if (imports.keep(handle, news)) {
            scores.clear(handle, news);
            store(handle, news);
        }
        imports.accept(handle, run(news.runId(), imports.all(handle, news.runId())));
    }

    private void store(Handle handle, RunImported news) {
        try {
            Path file = artifacts.file(news.file());
            switch (news.format()) {
                case CURVE -> curves.store(handle, news, (Curve) read(file));
                case LABELS -> labels.store(handle, news, (Labels) read(file));
                case SCORES -> storeScores(handle, news, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImportedFile read(Path file) throws IOException {
        return ImportReader.read(Files.readAllBytes(file), ImportReader.Form.CSV);
    }

    private void storeScores(Handle handle, RunImported news, Path file) throws IOException {
        try (MappingIterator<ImportedScores.Row> rows =
                Json.mapper().readerFor(ImportedScores.Row.class).readValues(file.toFile())) {
            scores.store(handle, news, rows.readAll());
        }
    }

    /** A run as its imports tell of it, in whatever order they came. */
    private static RunUpdated run(String runId, List<StoredImport> all) {
        int steps = all.stream().mapToInt(each -> each.news().lastStep()).max().orElseThrow();
        Instant first = all.stream()
                .map(StoredImport::firstImportedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = all.get(all.size() - 1).news().importedAt();
        String name = all.stream()
                .map(each -> each.news().runName())
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .orElse(runId);
        Map<String, Object> config = all.stream()
                .map(each -> each.news().model())
                .filter(model -> !model.isBlank())
                .findFirst()
                .map(model -> Map.<String, Object>of("model_name_or_path", model))
                .orElse(Map.of());
        return new RunUpdated(
                runId,
                name,
                0,
                RunStatus.COMPLETED,
                new RunUpdated.Progress(steps, steps, 0, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                List.of(),
                config,
                "",
                first,
                last);
    }
}
