package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.persistence.BuiltSuite;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.FixedFrom;
import io.tiltmeter.dataset.persistence.ImportedFrom;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.LintSummary;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.suite.CanonicalJson;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.lint.LintReport;
import io.tiltmeter.dataset.suite.lint.Repair;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Keeps suites as versions of a name: files, row and news, or nothing of them. */
@Singleton
public class SuiteVersions {
    private static final Logger LOG = Logger.getLogger(SuiteVersions.class);
    private static final int REJECTED_TO_SHOW = 20;

    private final Transactions transactions;
    private final DatasetRepository datasets;
    private final ArtifactStore artifacts;
    private final Outbox outbox;

    public SuiteVersions(
            Transactions transactions, DatasetRepository datasets, ArtifactStore artifacts, Outbox outbox) {
        this.transactions = transactions;
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.outbox = outbox;
    }

    /**
     * A version of a suite.
     *
     * @param dataset its row
     * @param isNew whether it was not there before
     */
    public record Kept(StoredDataset dataset, boolean isNew) {}

    /**
     * The version of this name that has these items; the next one, if none has them.
     *
     * @throws Conflict if the next version's id belongs to something else
     */
    Kept keep(NewSuite suite, SuiteLinting.Applicable lint) throws IOException {
        LintReport report = lint.report(suite.items());
        try {
            return transactions.run(handle -> keep(handle, suite, id -> lint.document(id, report, suite.items())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Kept keep(Handle handle, NewSuite suite, Function<String, LintDocument> lint) {
        String sha256 = suite.recipeSha256();
        DatasetRepository.Added added =
                datasets.addVersion(handle, suite.name(), DatasetKind.SUITE, json(suite.recipe()), sha256);
        if (!added.isNew()) {
            StoredDataset standing = datasets.find(handle, added.id()).orElseThrow();
            if (standing.kind() != DatasetKind.SUITE || !standing.recipeSha256().equals(sha256)) {
                throw new Conflict("\"" + standing.id() + "\", the next version of \"" + suite.name()
                        + "\", is the id of a " + standing.kind().label() + ": choose another name");
            }
            return new Kept(standing, false);
        }
        BuiltSuite built = writeOrRemove(added.id(), suite, lint);
        datasets.update(handle, added.id(), new DatasetState.Ready(json(built)));
        outbox.append(handle, EventTypes.SUITE_READY, added.id(), built.event());
        LOG.infof(
                "suite ready suite=%s kind=%s items=%d",
                added.id(), suite.kind(), suite.items().size());
        return new Kept(datasets.find(handle, added.id()).orElseThrow(), true);
    }

    /** No other can have this folder meanwhile: whoever wants a version of this name waits for this transaction. */
    private BuiltSuite writeOrRemove(String id, NewSuite suite, Function<String, LintDocument> lint) {
        try {
            return write(id, suite, lint);
        } catch (IOException | RuntimeException e) {
            try {
                artifacts.delete(folder(id));
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    private BuiltSuite write(String id, NewSuite suite, Function<String, LintDocument> lint) throws IOException {
        ArtifactRef items =
                artifacts.writeFile(folder(id) + "/items.jsonl", out -> CanonicalJson.write(suite.items(), out));
        LintDocument report = lint.apply(id);
        ArtifactRef lintFile = artifacts.writeFile(
                folder(id) + "/lint.json", out -> out.write(Json.mapper().writeValueAsBytes(report)));
        SuiteRef ref =
                new SuiteRef(id, suite.kind(), suite.task(), suite.items().size(), items);
        return new BuiltSuite(
                new SuiteReady(ref, suite.recipeSha256(), Instant.now()),
                suite.imported().isPresent()
                        ? Optional.of(importedFrom(id, suite.imported().get()))
                        : Optional.empty(),
                suite.repair().isPresent()
                        ? Optional.of(fixedFrom(id, suite.repair().get()))
                        : Optional.empty(),
                Optional.of(new LintSummary(report.errors(), report.warnings(), report.checks(), lintFile)));
    }

    private ImportedFrom importedFrom(String id, ImportedSuite file) throws IOException {
        return new ImportedFrom(
                file.format().label(),
                file.shape(),
                file.ignoredColumns(),
                file.rejectedRows(),
                file.rejected().stream().limit(REJECTED_TO_SHOW).toList(),
                file.rejected().isEmpty()
                        ? Optional.empty()
                        : Optional.of(lines(folder(id) + "/rejected.jsonl", file.rejected())));
    }

    private FixedFrom fixedFrom(String id, NewSuite.Fixed repaired) throws IOException {
        Map<String, Long> counts = repaired.repairs().stream()
                .collect(Collectors.groupingBy(Repair::repair, TreeMap::new, Collectors.counting()));
        return new FixedFrom(repaired.suiteId(), counts, lines(folder(id) + "/repairs.jsonl", repaired.repairs()));
    }

    private ArtifactRef lines(String path, List<?> rows) throws IOException {
        return artifacts.writeFile(path, out -> JsonLines.write(rows.stream(), out, () -> false));
    }

    private static String folder(String id) {
        return "suites/" + id;
    }

    private static String json(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
