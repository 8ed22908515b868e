package io.tiltmeter.results.application.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.application.IngestionMetrics;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.EventArchive;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.ImportRepository.StoredImport;
import io.tiltmeter.results.persistence.ImportedScoreRepository;
import io.tiltmeter.results.persistence.ImportedScoreRepository.ImportedScore;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores imports. An import that a client sends and its event, when topics are read again, go the same way, so that both
 * leave the same rows.
 */
@Singleton
public class ImportIngestion implements WorkHandler {
    private static final String KIND = "import";
    /** In the artifact store. */
    private static final String FOLDER = "imports";

    private static final int MAX_MODEL_LENGTH = 200;
    private static final int HASH_DIGITS = 12;

    private final RunRepository runs;
    private final ImportRepository imports;
    private final ImportedScoreRepository scores;
    private final EvaluationRepository evaluations;
    private final ArtifactStore artifacts;
    private final Outbox outbox;
    private final WorkRepository work;
    private final EventArchive archive;
    private final IngestionMetrics metrics;

    public ImportIngestion(
            RunRepository runs,
            ImportRepository imports,
            ImportedScoreRepository scores,
            EvaluationRepository evaluations,
            ArtifactStore artifacts,
            Outbox outbox,
            WorkRepository work,
            EventArchive archive,
            IngestionMetrics metrics) {
        this.runs = runs;
        this.imports = imports;
        this.scores = scores;
        this.evaluations = evaluations;
        this.artifacts = artifacts;
        this.outbox = outbox;
        this.work = work;
        this.archive = archive;
        this.metrics = metrics;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Accepts an import as work; one that a client sent to this database is stored already, and changes nothing. */
    public void accept(RunImported event) {
        String id = String.join(
                ":",
                KIND,
                event.runId(),
                event.part(),
                Long.toString(event.importedAt().toEpochMilli()),
                event.file().sha256().substring(0, HASH_DIGITS));
        String payload = Json.write(event);
        if (archive.add(id, EventTypes.RUN_IMPORTED.topic(), event.runId(), payload)) {
            work.accept(id, KIND, "", payload);
        }
    }

    @Override
    public void handle(Lease lease) throws IOException {
        RunImported event = Json.read(lease.item().payload(), RunImported.class);
        byte[] file = Files.readAllBytes(artifacts.file(event.file()));
        work.complete(lease, () -> ingest(event, file));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        metrics.failed();
    }

    /**
     * A file that a client sent.
     *
     * @param normalised the file in our own format
     * @param sent as it was sent
     */
    record ReceivedFile(
            String runId,
            Optional<String> runName,
            String part,
            RunImported.Format format,
            Optional<String> suite,
            byte[] normalised,
            byte[] sent,
            String sourceName,
            String model,
            int lastStep) {}

    /** Now in milliseconds, but later than every stored import of the run: the latest import counts. */
    Instant now(String runId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return imports.ofRun(runId).stream()
                .map(each -> each.event().importedAt().plusMillis(1))
                .max(Comparator.naturalOrder())
                .filter(next -> next.isAfter(now))
                .orElse(now);
    }

    /** Writes the files, then stores their rows and publishes the event, in the caller's transaction. */
    void publish(ReceivedFile file, Instant now) {
        try {
            ArtifactRef source = artifacts.writeFileByContent(FOLDER, out -> out.write(file.sent()));
            ArtifactRef normalised = artifacts.writeFileByContent(FOLDER, out -> out.write(file.normalised()));
            RunImported event = new RunImported(
                    file.runId(),
                    file.runName(),
                    file.part(),
                    file.format(),
                    file.suite(),
                    normalised,
                    source,
                    file.sourceName(),
                    file.model().substring(0, Math.min(file.model().length(), MAX_MODEL_LENGTH)),
                    file.lastStep(),
                    now);
            ingest(event, file.normalised());
            outbox.append(EventTypes.RUN_IMPORTED, event.runId(), event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stores an import in the caller's transaction. A second time, or after a later import of the same part, nothing
     * changes.
     *
     * @param file in our own format
     */
    private void ingest(RunImported event, byte[] file) {
        runs.lock(event.runId());
        if (imports.keep(event)) {
            scores.clear(event);
            store(event, file);
        }
        runs.acceptImported(run(event.runId(), imports.ofRun(event.runId())));
    }

    private void store(RunImported event, byte[] file) {
        if (event.format() == RunImported.Format.SCORES) {
            try (MappingIterator<ImportedScore> rows =
                    Json.mapper().readerFor(ImportedScore.class).readValues(file)) {
                scores.store(event, rows.readAll());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        ImportedFile read = ImportReader.read(file, ImportReader.Form.CSV);
        if (read instanceof Curve curve) {
            scores.store(event, ImportedEvaluations.scores(event, curve));
            imports.storeLosses(event, ImportedEvaluations.losses(curve));
        } else if (read instanceof Labels labels) {
            store(event, labels);
            imports.storeLosses(event, new TreeMap<>());
        }
    }

    /** An evaluation a checkpoint, with its items: they flip and are judged as our own are. */
    private void store(RunImported event, Labels labels) {
        labels.byStep().keySet().forEach(step -> {
            SuiteOutcomes outcomes = ImportedEvaluations.outcomes(labels, step);
            evaluations.store(
                    ImportedEvaluations.evaluation(event, labels, step, outcomes.items()),
                    SuiteScore.of(
                            step, event.part(), ImportedEvaluations.KIND, outcomes.shares(), ClusterBootstrap.STANDARD),
                    outcomes);
        });
        scores.mark(event, event.part(), ImportedNames.SCORER);
    }

    /** A run as its imports describe it, independent of the order in which they arrived. */
    private static RunUpdated run(String runId, List<StoredImport> all) {
        int steps = all.stream().mapToInt(each -> each.event().lastStep()).max().orElseThrow();
        Instant first = all.stream()
                .map(StoredImport::firstImportedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = all.get(all.size() - 1).event().importedAt();
        String name = all.stream()
                .map(each -> each.event().runName())
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .orElse(runId);
        Map<String, Object> config = all.stream()
                .map(each -> each.event().model())
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
