package io.tiltmeter.dataset.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.suite.CanonicalJson;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.lint.Repair;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
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

/** Keeps suites as versions of a name: files, row and event, or nothing of them. */
@Singleton
public class SuiteVersions {
    private static final Logger LOG = Logger.getLogger(SuiteVersions.class);
    private static final int REJECTED_TO_SHOW = 20;

    private final DatasetRepository datasets;
    private final ArtifactStore artifacts;
    private final Outbox outbox;

    public SuiteVersions(DatasetRepository datasets, ArtifactStore artifacts, Outbox outbox) {
        this.datasets = datasets;
        this.artifacts = artifacts;
        this.outbox = outbox;
    }

    /**
     * Items that are to be a version of a name.
     *
     * @param name of which they are a version
     * @param kind what they measure
     * @param task in charts and metrics
     * @param items at least one
     * @param itemsSha256 over their canonical bytes
     * @param imported what they were read from; empty for a repair
     * @param repair what they are a repair of; empty for a file
     */
    record NewSuite(
            String name,
            SuiteKind kind,
            String task,
            List<SuiteItem> items,
            String itemsSha256,
            Optional<ImportedSuite> imported,
            Optional<Fixed> repair) {
        /** The same items under the same task have the same one, however they came. */
        String recipeSha256() {
            return Sha256.of("suite items\n" + kind + "\n" + task + "\n" + itemsSha256);
        }

        Recipe recipe() {
            return new Recipe(
                    name,
                    task,
                    itemsSha256,
                    imported.map(file -> file.format().label()),
                    imported.map(ImportedSuite::shape),
                    repair.map(Fixed::suiteId));
        }
    }

    /**
     * What items are a repair of.
     *
     * @param suiteId the original
     * @param repairs what was done to it
     */
    record Fixed(String suiteId, List<Repair> repairs) {}

    /** What the table keeps of a suite. */
    record Recipe(
            String name,
            String task,
            String itemsSha256,
            Optional<String> format,
            Optional<String> shape,
            Optional<String> fixedFrom) {}

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
     * @param lint the report on the items, by the suite's id
     * @throws Conflict if the next version's id belongs to something else
     */
    Kept keep(NewSuite suite, Function<String, LintDocument> lint) throws IOException {
        try {
            return QuarkusTransaction.requiringNew().call(() -> keepOrFail(suite, lint));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Kept keepOrFail(NewSuite suite, Function<String, LintDocument> lint) {
        String sha256 = suite.recipeSha256();
        DatasetRepository.Added added =
                datasets.addVersion(suite.name(), Kind.SUITE, Json.write(suite.recipe()), sha256);
        if (!added.isNew()) {
            StoredDataset existing = datasets.dataset(added.id()).orElseThrow();
            if (existing.kind() != Kind.SUITE || !existing.recipeSha256().equals(sha256)) {
                throw new Conflict("\"" + existing.id() + "\", the next version of \"" + suite.name()
                        + "\", is the id of a " + existing.kind().label() + ": choose another name");
            }
            return new Kept(existing, false);
        }
        BuiltDataset.Suite built = writeOrRemove(added.id(), suite, lint);
        StoredDataset ready = datasets.store(added.id(), new StoredDataset.Ready(Json.write(built)));
        outbox.append(EventTypes.SUITE_READY, added.id(), built.event());
        LOG.infof(
                "suite ready suite=%s kind=%s items=%d",
                added.id(), suite.kind(), suite.items().size());
        return new Kept(ready, true);
    }

    /** No other can have this folder meanwhile: whoever wants a version of this name waits for this transaction. */
    private BuiltDataset.Suite writeOrRemove(String id, NewSuite suite, Function<String, LintDocument> lint) {
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

    private BuiltDataset.Suite write(String id, NewSuite suite, Function<String, LintDocument> lint)
            throws IOException {
        ArtifactRef items =
                artifacts.writeFile(folder(id) + "/items.jsonl", out -> CanonicalJson.write(suite.items(), out));
        LintDocument report = lint.apply(id);
        ArtifactRef lintFile = artifacts.writeFile(
                folder(id) + "/lint.json", out -> out.write(Json.mapper().writeValueAsBytes(report)));
        SuiteRef ref =
                new SuiteRef(id, suite.kind(), suite.task(), suite.items().size(), items);
        return new BuiltDataset.Suite(
                new SuiteReady(ref, suite.recipeSha256(), Instant.now()),
                suite.imported().isPresent()
                        ? Optional.of(importedFrom(id, suite.imported().get()))
                        : Optional.empty(),
                suite.repair().isPresent()
                        ? Optional.of(fixedFrom(id, suite.repair().get()))
                        : Optional.empty(),
                Optional.of(
                        new BuiltDataset.LintSummary(report.errors(), report.warnings(), report.checks(), lintFile)));
    }

    private BuiltDataset.ImportedFrom importedFrom(String id, ImportedSuite file) throws IOException {
        return new BuiltDataset.ImportedFrom(
                file.format().label(),
                file.shape(),
                file.ignoredColumns(),
                file.rejectedRows(),
                file.rejected().stream().limit(REJECTED_TO_SHOW).toList(),
                file.rejected().isEmpty()
                        ? Optional.empty()
                        : Optional.of(lines(folder(id) + "/rejected.jsonl", file.rejected())));
    }

    private BuiltDataset.FixedFrom fixedFrom(String id, Fixed repaired) throws IOException {
        Map<String, Long> counts = repaired.repairs().stream()
                .collect(Collectors.groupingBy(Repair::repair, TreeMap::new, Collectors.counting()));
        return new BuiltDataset.FixedFrom(
                repaired.suiteId(), counts, lines(folder(id) + "/repairs.jsonl", repaired.repairs()));
    }

    private ArtifactRef lines(String path, List<?> rows) throws IOException {
        return artifacts.writeFile(path, out -> JsonLines.write(rows.stream(), out));
    }

    private static String folder(String id) {
        return "suites/" + id;
    }
}
