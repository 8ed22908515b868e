package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes a run of a curve or of labels: all of a file, or nothing. */
@Singleton
public class RunImport {
    private static final Logger LOG = Logger.getLogger(RunImport.class);
    private static final int HASH_DIGITS = 12;

    private final Transactions transactions;
    private final RunStore runs;
    private final ImportStore imports;
    private final ImportNews news;

    public RunImport(Transactions transactions, RunStore runs, ImportStore imports, ImportNews news) {
        this.transactions = transactions;
        this.runs = runs;
        this.imports = imports;
        this.news = news;
    }

    /**
     * Takes a file.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with everything that is wrong with it
     * @throws Conflict if another file stands under this id and suite, or a trainer's run under this id
     */
    public RunImportView take(byte[] sent, ImportReader.Form form, RunImportQuery query) {
        ImportedFile file = ImportReader.read(sent, form);
        byte[] lines = file.normalised().getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.of(lines);
        RunImported.Format format = file instanceof Labels ? RunImported.Format.LABELS : RunImported.Format.CURVE;
        return transactions.run(handle -> {
            imports.lock(handle, query.runId());
            Optional<StoredRun> known = runs.find(handle, query.runId());
            refuseTrainers(known, query);
            Optional<RunImported> before = imports.find(handle, query.runId(), query.suite());
            boolean same =
                    before.filter(each -> each.file().sha256().equals(sha256)).isPresent();
            if (!same) {
                refuseOther(before, query, sha256);
                news.send(
                        handle,
                        new ImportNews.Brought(
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
                        news.now(handle, query.runId()));
                LOG.infof(
                        "run imported run=%s suite=%s format=%s checkpoints=%d sha256=%s",
                        query.runId(), query.suite(), name(format), file.checkpoints(), sha256);
            }
            return new RunImportView(
                    query.runId(),
                    runs.find(handle, query.runId()).orElseThrow().state().runName(),
                    name(format),
                    query.suite(),
                    same ? "unchanged" : before.isPresent() ? "replaced" : "created",
                    known.isEmpty(),
                    file.checkpoints(),
                    file.lastStep(),
                    file instanceof Labels labels
                            ? Optional.of(labels.clusters().size())
                            : Optional.empty(),
                    sha256,
                    file.ignored());
        });
    }

    private static void refuseTrainers(Optional<StoredRun> known, RunImportQuery query) {
        if (known.filter(run -> !run.imported()).isPresent()) {
            throw new Conflict("run \"" + query.runId()
                    + "\" is one of this house, whose curve is not imported. Nothing was stored; send another name, or"
                    + " run_id=" + query.runId() + "-imported");
        }
    }

    private static void refuseOther(Optional<RunImported> before, RunImportQuery query, String sha256) {
        if (before.isPresent() && !query.replace()) {
            RunImported other = before.get();
            throw new Conflict("suite " + query.suite() + " of run \"" + query.runId() + "\" was imported at "
                    + other.importedAt()
                    + (other.sourceName().isBlank() ? "" : " from " + other.sourceName())
                    + " with other content: " + other.file().sha256().substring(0, HASH_DIGITS) + " there and "
                    + sha256.substring(0, HASH_DIGITS)
                    + " in this file. Nothing was stored; replace=true lets it give way, another name or run_id makes"
                    + " another run, another suite stands beside it");
        }
    }

    private static String name(RunImported.Format format) {
        return Json.name(format);
    }
}
