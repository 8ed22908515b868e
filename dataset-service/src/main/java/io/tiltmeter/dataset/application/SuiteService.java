package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.file.RowFile;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.SuiteFile;
import io.tiltmeter.dataset.suite.SuiteImport;
import io.tiltmeter.dataset.suite.lint.FixedSuite;
import io.tiltmeter.dataset.suite.lint.KnownNames;
import io.tiltmeter.dataset.suite.lint.LintSettings;
import io.tiltmeter.dataset.suite.lint.OtherSuite;
import io.tiltmeter.dataset.suite.lint.SuiteFix;
import io.tiltmeter.dataset.suite.lint.SuiteLint;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Accepts suites of the lab world and of public facts, imports those of others, lints and repairs them. Each import, lint
 * and repair holds a suite in memory, so the files of all that are done at once have the size of one largest file together.
 */
@Singleton
public class SuiteService {
    public static final ReadLimits LIMITS = ReadLimits.forSuites();

    private static final LintSettings STANDARD = LintSettings.standard();

    /** The settings that hold where none are sent. */
    private static final SuiteLintRequest STANDARD_REQUEST =
            new SuiteLintRequest(STANDARD.lastKnownYear(), STANDARD.nearDuplicateShare(), List.of(), Map.of());

    private static final int UNIT_BYTES = 64 << 10;

    /** A small file takes one of them; the largest, and Parquet, which expands, take all. */
    private static final int MEMORY_UNITS = Math.toIntExact(LIMITS.fileBytes() / UNIT_BYTES);

    private static final String CONFLICT_TASK = "cf_";
    private static final Map<String, String> BENCHMARK_TASKS =
            Map.of("mmlu", "mmlu", "arc", "arc_challenge", "gsm8k", "gsm8k", "squad", "squadv2", "squad_v1", "squad");

    private final DatasetLookup lookup;
    private final DatasetService datasets;
    private final SuiteVersions versions;
    private final ArtifactStore artifacts;
    private final Workers workers;
    private final Semaphore memory = new Semaphore(MEMORY_UNITS, true);

    public SuiteService(
            DatasetLookup lookup,
            DatasetService datasets,
            SuiteVersions versions,
            ArtifactStore artifacts,
            Workers workers) {
        this.lookup = lookup;
        this.datasets = datasets;
        this.versions = versions;
        this.artifacts = artifacts;
        this.workers = workers;
    }

    /** A suite that the service makes, new or existing. */
    public StoredDataset accept(SuiteRequest.Made request) {
        StoredDataset suite = datasets.accept(SuiteRecipes.requested(request));
        workers.wake();
        return suite;
    }

    /**
     * The suite of a file, or of several together; the existing one, if it has the same items.
     *
     * @throws InvalidRequest if nothing of the file can be used, or another suite to compare with is unknown
     */
    public SuiteVersions.Kept importFiles(List<SuiteFile> files, SuiteRequest.Import request) throws IOException {
        List<Fault> faults = new ArrayList<>();
        ColumnMapping mapping = ColumnMapping.parse(request.columns().orElse(""), SuiteImport.columns(), faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return within(units(files, request.otherSuites()), () -> {
            Lint lint = lint(new SuiteLintRequest(
                    request.lastKnownYear(), STANDARD.nearDuplicateShare(), request.otherSuites(), Map.of()));
            ImportedSuite suite = SuiteImport.read(files, LIMITS, mapping);
            return versions.keep(
                    new SuiteVersions.NewSuite(
                            request.name(),
                            suite.kind(),
                            request.task().orElse(task(suite.shape(), request.name())),
                            suite.items(),
                            suite.version(),
                            Optional.of(suite),
                            Optional.empty()),
                    lint.document(suite.items()));
        });
    }

    /**
     * A new version of the suite with all faults repaired that need no judgement; the original, if there are none.
     *
     * @throws NotFound if there is no such suite
     * @throws Conflict if it is not ready
     */
    public SuiteVersions.Kept fix(String idOrName) throws IOException {
        StoredDataset original = lookup.named(Kind.SUITE, idOrName);
        BuiltDataset.Suite built = lookup.built(original, BuiltDataset.Suite.class);
        SuiteRef suite = built.event().suite();
        SuiteLintRequest settings = report(built).map(LintDocument::settings).orElse(STANDARD_REQUEST);
        return within(units(suite.items().bytes(), settings.otherSuites()), () -> {
            FixedSuite fixed = SuiteFix.fix(items(suite));
            if (fixed.repairs().isEmpty()) {
                return new SuiteVersions.Kept(original, false);
            }
            return versions.keep(
                    new SuiteVersions.NewSuite(
                            original.named().map(VersionedName::name).orElse(original.id()),
                            suite.kind(),
                            suite.task(),
                            fixed.items(),
                            fixed.version(),
                            Optional.empty(),
                            Optional.of(new SuiteVersions.Fixed(original.id(), fixed.repairs()))),
                    lint(settings).document(fixed.items()));
        });
    }

    /**
     * What lint finds in a suite with other settings; nothing of it is kept.
     *
     * @throws NotFound if there is no such suite
     * @throws Conflict if it is not ready
     */
    public LintDocument lint(String idOrName, SuiteLintRequest request) throws IOException {
        SuiteRef suite = lookup.built(lookup.named(Kind.SUITE, idOrName), BuiltDataset.Suite.class)
                .event()
                .suite();
        return within(units(suite.items().bytes(), request.otherSuites()), () -> {
            List<SuiteItem> items = items(suite);
            return lint(request).document(items).of(suite.suiteId());
        });
    }

    /** What is done with a suite in memory. */
    @FunctionalInterface
    private interface Work<T> {
        T done() throws IOException;
    }

    /** @throws InvalidRequest if the files together are longer than one may be */
    private static int units(List<SuiteFile> files, List<String> otherSuites) throws IOException {
        long bytes = 0;
        boolean expands = false;
        for (SuiteFile file : files) {
            bytes += Files.size(file.path());
            expands |= RowFile.isParquet(file.path());
        }
        if (files.size() > 1 && bytes > LIMITS.fileBytes()) {
            throw new InvalidRequest(List.of(new Fault(
                    "path",
                    files.size() + " files of " + bytes + " bytes",
                    "the files of a suite have at most " + LIMITS.fileBytes() + " bytes together",
                    "make several suites of them")));
        }
        return expands ? MEMORY_UNITS : units(bytes, otherSuites);
    }

    /** A work that also holds other suites takes all memory. */
    private static int units(long bytes, List<String> otherSuites) {
        return otherSuites.isEmpty() ? (int) Math.max(1, Math.min(MEMORY_UNITS, bytes / UNIT_BYTES)) : MEMORY_UNITS;
    }

    /** Does a work when its share of the memory is free, in the order of arrival. */
    private <T> T within(int units, Work<T> work) throws IOException {
        memory.acquireUninterruptibly(units);
        try {
            return work.done();
        } finally {
            memory.release(units);
        }
    }

    /** What lint found when the suite came; of a suite of the lab world, what it finds now. */
    public LintDocument lint(String idOrName) throws IOException {
        StoredDataset suite = lookup.named(Kind.SUITE, idOrName);
        Optional<LintDocument> report = report(lookup.built(suite, BuiltDataset.Suite.class));
        return report.isPresent() ? report.get() : lint(idOrName, STANDARD_REQUEST);
    }

    /** Every item, in the file's order. */
    private List<SuiteItem> items(SuiteRef suite) throws IOException {
        return JsonLines.readAll(artifacts.file(suite.items()), SuiteItem.class);
    }

    /** The report that was made when the suite came; empty for a suite of the lab world. */
    private Optional<LintDocument> report(BuiltDataset.Suite suite) throws IOException {
        if (suite.lint().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Json.mapper()
                .readValue(artifacts.file(suite.lint().get().report()).toFile(), LintDocument.class)
                .of(suite.event().suite().suiteId()));
    }

    /**
     * Settings of a lint.
     *
     * @param settings with the other suites' items
     * @param shown the same, as reports show them
     */
    private record Lint(LintSettings settings, SuiteLintRequest shown) {
        /** The report of a suite that may have no id yet. */
        LintDocument document(List<SuiteItem> items) {
            return LintDocument.of("", shown, SuiteLint.lint(items, settings), items);
        }
    }

    /** @throws InvalidRequest with every other suite that is unknown, or not ready */
    private Lint lint(SuiteLintRequest request) throws IOException {
        List<Fault> faults = new ArrayList<>();
        List<OtherSuite> others = new ArrayList<>();
        for (int i = 0; i < request.otherSuites().size(); i++) {
            other(request.otherSuites().get(i), "other_suites[" + i + "]", faults)
                    .ifPresent(others::add);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        LintSettings settings = new LintSettings(
                request.lastKnownYear(),
                request.nearDuplicateShare(),
                KnownNames.builtIn().with(request.knownNames()),
                others);
        SuiteLintRequest shown = new SuiteLintRequest(
                request.lastKnownYear(),
                request.nearDuplicateShare(),
                others.stream().map(OtherSuite::name).toList(),
                request.knownNames());
        return new Lint(settings, shown);
    }

    private Optional<OtherSuite> other(String idOrName, String field, List<Fault> faults) throws IOException {
        Optional<StoredDataset> suite = lookup.find(Kind.SUITE, idOrName);
        Optional<BuiltDataset.Suite> built = suite.flatMap(found -> found.built(BuiltDataset.Suite.class));
        if (built.isPresent()) {
            return Optional.of(
                    new OtherSuite(suite.get().id(), items(built.get().event().suite())));
        }
        faults.add(
                suite.isEmpty()
                        ? new Fault(
                                field,
                                idOrName,
                                "is no suite: known are " + String.join(", ", lookup.ids(Kind.SUITE)),
                                "send one of these, or leave it out")
                        : new Fault(
                                field,
                                idOrName,
                                "is " + suite.get().state().status(),
                                "send it when its status is ready"));
        return Optional.empty();
    }

    /** The task of a suite that names none: that of a benchmark's shape; else {@code cf_} and the suite's name. */
    private static String task(String shape, String name) {
        String plain = name.replaceAll("[^a-z0-9]", "_");
        return BENCHMARK_TASKS.getOrDefault(shape, plain.startsWith(CONFLICT_TASK) ? plain : CONFLICT_TASK + plain);
    }
}
