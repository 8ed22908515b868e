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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Keeps suites as versions of a name: files, row and event, or nothing of them. */
@Singleton
public class SuiteVersions {
    private static final Logger LOG = Logger.getLogger(SuiteVersions.class);
    private static final int REJECTED_TO_SHOW = 20;

    /** In the artifact store. */
    private static final String FOLDER = "suites";

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
     * The version of this name that has these items; the next one, if none has them. All that takes long is done before
     * the name is locked: versions of one name that come at once wait for a few statements of each other, not for files.
     *
     * @param lint the report on the items
     * @throws Conflict if the next version's id belongs to something else
     */
    Kept keep(NewSuite suite, LintDocument lint) throws IOException {
        Optional<Kept> known = QuarkusTransaction.requiringNew().call(() -> knownOrRefused(suite));
        if (known.isPresent()) {
            return known.get();
        }
        Written files = write(suite, lint);
        return QuarkusTransaction.requiringNew().call(() -> keep(suite, files));
    }

    private Optional<Kept> knownOrRefused(NewSuite suite) {
        Optional<String> known = datasets.version(suite.name(), Kind.SUITE, suite.recipeSha256());
        if (known.isPresent()) {
            return known.flatMap(datasets::dataset).map(existing -> new Kept(existing, false));
        }
        datasets.dataset(datasets.nextVersion(suite.name(), Kind.SUITE).id())
                .ifPresent(existing -> refuseOther(existing, suite));
        return Optional.empty();
    }

    private Kept keep(NewSuite suite, Written files) {
        DatasetRepository.Added added =
                datasets.addVersion(suite.name(), Kind.SUITE, Json.write(suite.recipe()), suite.recipeSha256());
        if (!added.isNew()) {
            StoredDataset existing = datasets.dataset(added.id()).orElseThrow();
            refuseOther(existing, suite);
            return new Kept(existing, false);
        }
        BuiltDataset.Suite built = built(added.id(), suite, files);
        StoredDataset ready = datasets.store(added.id(), new StoredDataset.Ready(Json.write(built)));
        outbox.append(EventTypes.SUITE_READY, added.id(), built.event());
        LOG.infof(
                "suite ready suite=%s kind=%s items=%d",
                added.id(), suite.kind(), suite.items().size());
        return new Kept(ready, true);
    }

    /** A version that another request added meanwhile has this recipe, or is one of this name at least. */
    private static void refuseOther(StoredDataset existing, NewSuite suite) {
        boolean isVersion = existing.kind() == Kind.SUITE
                && existing.named().filter(id -> id.name().equals(suite.name())).isPresent();
        if (!isVersion && !existing.recipeSha256().equals(suite.recipeSha256())) {
            throw new Conflict("\"" + existing.id() + "\", the next version of \"" + suite.name()
                    + "\", is the id of a " + existing.kind().label() + ": choose another name");
        }
    }

    /**
     * The files of a suite that has no id yet, each under the hash of its content: what two requests write at once is the
     * same, and what a failed one leaves is used by the next.
     */
    private record Written(
            ArtifactRef items,
            BuiltDataset.LintSummary lint,
            Optional<ArtifactRef> rejected,
            Optional<ArtifactRef> repairs) {}

    private Written write(NewSuite suite, LintDocument report) throws IOException {
        ArtifactRef items = artifacts.writeFileByContent(FOLDER, out -> CanonicalJson.write(suite.items(), out));
        ArtifactRef lint = artifacts.writeFileByContent(
                FOLDER, out -> out.write(Json.mapper().writeValueAsBytes(report)));
        List<?> rejected = suite.imported().map(ImportedSuite::rejected).orElse(List.of());
        return new Written(
                items,
                new BuiltDataset.LintSummary(report.errors(), report.warnings(), report.checks(), lint),
                rejected.isEmpty() ? Optional.empty() : Optional.of(lines(rejected)),
                suite.repair().isEmpty()
                        ? Optional.empty()
                        : Optional.of(lines(suite.repair().get().repairs())));
    }

    private static BuiltDataset.Suite built(String id, NewSuite suite, Written files) {
        SuiteRef ref =
                new SuiteRef(id, suite.kind(), suite.task(), suite.items().size(), files.items());
        return new BuiltDataset.Suite(
                new SuiteReady(ref, suite.recipeSha256(), Instant.now()),
                suite.imported().map(file -> importedFrom(file, files)),
                suite.repair().map(repaired -> fixedFrom(repaired, files)),
                Optional.of(files.lint()));
    }

    private static BuiltDataset.ImportedFrom importedFrom(ImportedSuite file, Written files) {
        return new BuiltDataset.ImportedFrom(
                file.format().label(),
                file.shape(),
                file.ignoredColumns(),
                file.rejectedRows(),
                file.rejected().stream().limit(REJECTED_TO_SHOW).toList(),
                files.rejected());
    }

    private static BuiltDataset.FixedFrom fixedFrom(Fixed repaired, Written files) {
        Map<String, Long> counts = repaired.repairs().stream()
                .collect(Collectors.groupingBy(Repair::repair, TreeMap::new, Collectors.counting()));
        return new BuiltDataset.FixedFrom(
                repaired.suiteId(), counts, files.repairs().orElseThrow());
    }

    private ArtifactRef lines(List<?> rows) throws IOException {
        return artifacts.writeFileByContent(FOLDER, out -> JsonLines.write(rows.stream(), out));
    }
}
