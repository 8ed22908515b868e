package io.tiltmeter.results.application.imports;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.imports.ImportedFile;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.persistence.ImportRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import jakarta.inject.Singleton;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
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
     * Imports a file. It is read, judged and written before the run is locked, which only rows are stored under.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with everything that is wrong with it
     * @throws Conflict if another file is stored under this id and suite, or a trainer's run under this id
     */
    public RunImportResult importFile(byte[] sent, ImportReader.Form form, RunImportRequest query) {
        long startNanos = System.nanoTime();
        ImportedFile file = ImportReader.read(sent, form);
        Content content = new Content(sha256(file), sameItems(file, query));
        Optional<RunImportResult> unchanged = QuarkusTransaction.requiringNew().call(() -> {
            Before before = before(query, content);
            return before.isSame(content) ? Optional.of(result(file, query, before, content)) : Optional.empty();
        });
        if (unchanged.isPresent()) {
            return unchanged.get();
        }
        ArtifactRef source = ingestion.write(sent);
        ArtifactRef normalised = ingestion.write(out -> writeNormalised(file, out));
        ImportIngestion.Rows rows = ingestion.rows(file, query.suite());
        return QuarkusTransaction.requiringNew().call(() -> {
            runs.lock(query.runId());
            Before before = before(query, content);
            if (!before.isSame(content)) {
                ingestion.publish(
                        received(file, query, content), normalised, source, rows, ingestion.now(query.runId()));
                LOG.infof(
                        "run imported run=%s suite=%s format=%s checkpoints=%d sha256=%s took=%s",
                        query.runId(),
                        query.suite(),
                        Json.name(format(file)),
                        file.checkpoints(),
                        content.sha256(),
                        Duration.ofNanos(System.nanoTime() - startNanos));
            }
            return result(file, query, before, content);
        });
    }

    private static String sha256(ImportedFile file) {
        MessageDigest digest = Sha256.newDigest();
        try {
            writeNormalised(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        } catch (IOException e) {
            throw new IllegalStateException("a text cannot be hashed", e);
        }
        return Sha256.hex(digest);
    }

    /** Written as it is made: the text of a large file would take several times its size in memory. */
    private static void writeNormalised(ImportedFile file, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        file.writeNormalised(text);
        text.flush();
    }

    /**
     * What an import says.
     *
     * @param sha256 of the file in our own format
     * @param sameItems whether every checkpoint answered the same items; empty if nothing is said
     */
    private record Content(String sha256, Optional<Boolean> sameItems) {
        static Content of(RunImported event) {
            return new Content(event.file().sha256(), event.sameItems());
        }

        /** As a refusal names it. */
        private String words() {
            return sha256.substring(0, HASH_DIGITS)
                    + sameItems.map(same -> " and same_items=" + same).orElse("");
        }
    }

    /**
     * Whether every checkpoint answered the same items, by the file or the query.
     *
     * @throws InvalidRequest if they contradict one another, or the file has labels
     */
    private static Optional<Boolean> sameItems(ImportedFile file, RunImportRequest query) {
        Optional<Boolean> said = query.sameItems();
        if (said.isPresent() && file instanceof Labels) {
            throw contradicted(said.get(), ImportReader.NOT_OF_LABELS);
        }
        Optional<Boolean> inFile = file instanceof Curve curve ? curve.sameItems() : Optional.empty();
        if (said.isPresent() && inFile.isPresent() && !said.equals(inFile)) {
            throw contradicted(said.get(), "is " + inFile.get() + " in the file");
        }
        return said.or(() -> inFile);
    }

    private static InvalidRequest contradicted(boolean said, String limit) {
        return new InvalidRequest(
                List.of(new Fault("same_items", Boolean.toString(said), limit, "leave it out of the query")));
    }

    /** What is stored under the id and the suite of an import. */
    private record Before(Optional<StoredRun> run, Optional<RunImported> file) {
        boolean isSame(Content content) {
            return file.filter(each -> Content.of(each).equals(content)).isPresent();
        }
    }

    /** @throws Conflict if it is something that the import must not replace */
    private Before before(RunImportRequest query, Content content) {
        Before before = new Before(runs.run(query.runId()), imports.ofPart(query.runId(), query.suite()));
        refuseTrainedRun(before.run(), query);
        if (!before.isSame(content)) {
            refuseOther(before.file(), query, content);
        }
        return before;
    }

    private static ImportIngestion.ReceivedFile received(ImportedFile file, RunImportRequest query, Content content) {
        return new ImportIngestion.ReceivedFile(
                query.runId(),
                query.runName(),
                query.suite(),
                format(file),
                Optional.of(query.suite()),
                query.fileName(),
                "",
                file.lastStep(),
                content.sameItems());
    }

    private RunImportResult result(ImportedFile file, RunImportRequest query, Before before, Content content) {
        return new RunImportResult(
                query.runId(),
                runs.run(query.runId()).orElseThrow().state().runName(),
                Json.name(format(file)),
                query.suite(),
                before.isSame(content) ? "unchanged" : before.file().isPresent() ? "replaced" : "created",
                before.run().isEmpty(),
                file.checkpoints(),
                file.lastStep(),
                file instanceof Labels labels ? Optional.of(labels.clusters().size()) : Optional.empty(),
                content.sameItems(),
                content.sha256(),
                file.ignored());
    }

    private static RunImported.Format format(ImportedFile file) {
        return file instanceof Labels ? RunImported.Format.LABELS : RunImported.Format.CURVE;
    }

    private static void refuseTrainedRun(Optional<StoredRun> known, RunImportRequest query) {
        if (known.filter(run -> !run.imported()).isPresent()) {
            throw new Conflict("run \"" + query.runId()
                    + "\" was trained here, so no curve is imported into it. Nothing was stored; send another name, or"
                    + " run_id=" + query.runId() + "-imported");
        }
    }

    private static void refuseOther(Optional<RunImported> before, RunImportRequest query, Content content) {
        if (before.isPresent() && !query.replace()) {
            RunImported other = before.get();
            throw new Conflict("suite " + query.suite() + " of run \"" + query.runId() + "\" was imported at "
                    + other.importedAt()
                    + (other.sourceName().isBlank() ? "" : " from " + other.sourceName())
                    + " with other content: " + Content.of(other).words() + " there and "
                    + content.words()
                    + " here. Nothing was stored; replace=true replaces it, another name or run_id makes"
                    + " another run, another suite is stored beside it");
        }
    }
}
