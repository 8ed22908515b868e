package io.tiltmeter.results.application.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.application.IngestionMetrics;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.DeletionRepository;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.EventArchive;
import io.tiltmeter.results.persistence.ImportRepository;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

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

    private final DeletionRepository deletions;
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
            DeletionRepository deletions,
            RunRepository runs,
            ImportRepository imports,
            ImportedScoreRepository scores,
            EvaluationRepository evaluations,
            ArtifactStore artifacts,
            Outbox outbox,
            WorkRepository work,
            EventArchive archive,
            IngestionMetrics metrics) {
        this.deletions = deletions;
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
        if (QuarkusTransaction.requiringNew().call(() -> wasDeletedSince(event))) {
            work.complete(lease, () -> {}); // its file may be gone
            return;
        }
        Rows rows = rows(event.format(), event.part(), Files.readAllBytes(artifacts.file(event.file())));
        work.complete(lease, () -> ingest(event, rows));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        metrics.failed();
    }

    /** What a file holds, all that takes long computed: rows are stored while the run is locked. */
    @FunctionalInterface
    interface Rows {
        void store(RunImported event);
    }

    /** A file that a client sent, without its bytes. */
    record ReceivedFile(
            String runId,
            Optional<String> runName,
            String part,
            RunImported.Format format,
            Optional<String> suite,
            String sourceName,
            String model,
            int lastStep,
            Optional<Boolean> sameItems) {}

    /** Now in milliseconds, but later than every stored import of the run, and than its deletion: what is latest counts. */
    public Instant now(String runId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Stream<Instant> imported =
                imports.ofRun(runId).stream().map(each -> each.event().importedAt());
        return Stream.concat(imported, deletions.deletedAt(runId).stream())
                .map(before -> before.plusMillis(1))
                .max(Comparator.naturalOrder())
                .filter(next -> next.isAfter(now))
                .orElse(now);
    }

    /** Writes the bytes of a file, under their hash; to be done before the run is locked. */
    ArtifactRef write(byte[] file) {
        return write(out -> out.write(file));
    }

    /** As {@link #write(byte[])}, of a file that is made as it is written. */
    ArtifactRef write(ArtifactStore.FileContent file) {
        try {
            return artifacts.writeFileByContent(FOLDER, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stores the rows of a file and publishes the event, in the caller's transaction.
     *
     * @param normalised the file in our own format
     * @param source as it was sent
     */
    void publish(ReceivedFile file, ArtifactRef normalised, ArtifactRef source, Rows rows, Instant now) {
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
                now,
                file.sameItems());
        ingest(event, rows);
        outbox.append(EventTypes.RUN_IMPORTED, event.runId(), event);
    }

    /**
     * Stores an import in the caller's transaction. A second time, or after a later import of the same part, nothing
     * changes.
     */
    private void ingest(RunImported event, Rows rows) {
        runs.lock(event.runId());
        if (wasDeletedSince(event)) {
            return;
        }
        if (imports.keep(event)) {
            scores.clear(event);
            rows.store(event);
        }
        runs.acceptImported(ImportedRun.of(event.runId(), imports.ofRun(event.runId())));
    }

    private boolean wasDeletedSince(RunImported event) {
        return deletions
                .deletedAt(event.runId())
                .filter(deletedAt -> !event.importedAt().isAfter(deletedAt))
                .isPresent();
    }

    /** The rows of a file in our own format. */
    private Rows rows(RunImported.Format format, String part, byte[] file) {
        return format == RunImported.Format.SCORES
                ? scores(file)
                : rows(ImportReader.read(file, ImportReader.Form.CSV), part);
    }

    /** The rows of a results file in our own format. */
    Rows scores(byte[] lines) {
        try (MappingIterator<ImportedScore> read =
                Json.mapper().readerFor(ImportedScore.class).readValues(lines)) {
            List<ImportedScore> rows = read.readAll();
            return event -> scores.store(event, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a curve or of labels. */
    Rows rows(ImportedFile file, String part) {
        if (file instanceof Labels labels) {
            return rows(labels, part);
        }
        Curve curve = (Curve) file;
        return event -> {
            scores.store(event, ImportedEvaluations.scores(event, curve));
            imports.storeLosses(event, ImportedEvaluations.losses(curve));
        };
    }

    private record Judged(SuiteOutcomes outcomes, SuiteScore score) {}

    /** An evaluation a checkpoint, with its items: they flip and are judged as our own are. */
    private Rows rows(Labels labels, String part) {
        SortedMap<Integer, Judged> judged = new TreeMap<>();
        for (int step : labels.byStep().keySet()) {
            SuiteOutcomes outcomes = ImportedEvaluations.outcomes(labels, step);
            SuiteScore score =
                    SuiteScore.of(step, part, ImportedEvaluations.KIND, outcomes.shares(), ClusterBootstrap.STANDARD);
            judged.put(step, new Judged(outcomes, score));
        }
        return event -> {
            judged.forEach((step, each) -> evaluations.store(
                    ImportedEvaluations.evaluation(
                            event, labels, step, each.outcomes().items()),
                    each.score(),
                    each.outcomes()));
            scores.mark(event, part, ImportedNames.SCORER);
            imports.storeLosses(event, new TreeMap<>());
        };
    }
}
