package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Imports a curve or labels as a run: all of a file, or nothing. */
@Singleton
public class RunImportService {
    private static final Logger LOG = Logger.getLogger(RunImportService.class);
    private static final int HASH_DIGITS = 12;

    private final RunRepository runs;
    private final ImportRepository imports;
    private final ImportIngestion ingestion;

    public RunImportService(RunRepository runs, ImportRepository imports, ImportIngestion ingestion) {
        this.runs = runs;
        this.imports = imports;
        this.ingestion = ingestion;
    }

    /**
     * Imports a file.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with everything that is wrong with it
     * @throws Conflict if another file is stored under this id and suite, or a trainer's run under this id
     */
    @Transactional
    public RunImportResult importFile(byte[] sent, ImportReader.Form form, RunImportRequest query) {
        ImportedFile file = ImportReader.read(sent, form);
        byte[] lines = file.normalised().getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.of(lines);
        RunImported.Format format = file instanceof Labels ? RunImported.Format.LABELS : RunImported.Format.CURVE;
        runs.lock(query.runId());
        Optional<StoredRun> known = runs.run(query.runId());
        refuseTrainedRun(known, query);
        Optional<RunImported> before = imports.ofPart(query.runId(), query.suite());
        boolean same =
                before.filter(each -> each.file().sha256().equals(sha256)).isPresent();
        if (!same) {
            refuseOther(before, query, sha256);
            ingestion.publish(
                    new ImportIngestion.ReceivedFile(
                            query.runId(),
                            query.runName(),
                            query.suite(),
                            format,
                            Optional.of(query.suite()),
                            lines,
                            sent,
                            query.fileName(),
                            "",
                            file.lastStep()),
                    ingestion.now(query.runId()));
            LOG.infof(
                    "run imported run=%s suite=%s format=%s checkpoints=%d sha256=%s",
                    query.runId(), query.suite(), name(format), file.checkpoints(), sha256);
        }
        return new RunImportResult(
                query.runId(),
                runs.run(query.runId()).orElseThrow().state().runName(),
                name(format),
                query.suite(),
                same ? "unchanged" : before.isPresent() ? "replaced" : "created",
                known.isEmpty(),
                file.checkpoints(),
                file.lastStep(),
                file instanceof Labels labels ? Optional.of(labels.clusters().size()) : Optional.empty(),
                sha256,
                file.ignored());
    }

    private static void refuseTrainedRun(Optional<StoredRun> known, RunImportRequest query) {
        if (known.filter(run -> !run.imported()).isPresent()) {
            throw new Conflict("run \"" + query.runId()
                    + "\" was trained here, so no curve is imported into it. Nothing was stored; send another name, or"
                    + " run_id=" + query.runId() + "-imported");
        }
    }

    private static void refuseOther(Optional<RunImported> before, RunImportRequest query, String sha256) {
        if (before.isPresent() && !query.replace()) {
            RunImported other = before.get();
            throw new Conflict("suite " + query.suite() + " of run \"" + query.runId() + "\" was imported at "
                    + other.importedAt()
                    + (other.sourceName().isBlank() ? "" : " from " + other.sourceName())
                    + " with other content: " + other.file().sha256().substring(0, HASH_DIGITS) + " there and "
                    + sha256.substring(0, HASH_DIGITS)
                    + " in this file. Nothing was stored; replace=true replaces it, another name or run_id makes"
                    + " another run, another suite is stored beside it");
        }
    }

    private static String name(RunImported.Format format) {
        return Json.name(format);
    }
}
