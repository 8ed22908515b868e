package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SuiteImportRequest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.SuiteImport;
import io.tiltmeter.dataset.suite.file.ReadLimits;
import io.tiltmeter.dataset.suite.lint.FixedSuite;
import io.tiltmeter.dataset.suite.lint.SuiteFix;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Makes suites of files and of other suites. One at a time: a suite is held in memory while it is looked at. */
@Singleton
public class SuiteService {
    public static final ReadLimits LIMITS = ReadLimits.standard();

    private final SuiteShelf shelf;
    private final SuiteLinting linting;
    private final SuiteVersions versions;
    private final ReentrantLock turn = new ReentrantLock(true);

    public SuiteService(SuiteShelf shelf, SuiteLinting linting, SuiteVersions versions) {
        this.shelf = shelf;
        this.linting = linting;
        this.versions = versions;
    }

    /**
     * The suite of a file; the one that is there, if it has the same items.
     *
     * @throws InvalidRequest if nothing of the file can be used, or another suite to compare with is none
     */
    public SuiteVersions.Kept importFile(Path file, SuiteImportRequest request) throws IOException {
        turn.lock();
        try {
            SuiteLinting.Applicable lint = linting.applicable(
                    new SuiteLintRequest(request.lastKnownYear(), Optional.empty(), request.otherSuites(), Map.of()));
            ImportedSuite suite = SuiteImport.read(file, LIMITS);
            return versions.keep(
                    new NewSuite(
                            request.name(),
                            suite.kind(),
                            request.task().orElse(SuiteTask.byDefault(suite.shape(), request.name())),
                            suite.items(),
                            suite.version(),
                            Optional.of(suite),
                            Optional.empty()),
                    lint);
        } finally {
            turn.unlock();
        }
    }

    /** The suite without what needs no judgement to repair, beside the original; the original, if there is nothing. */
    public SuiteVersions.Kept fix(String idOrName) throws IOException {
        turn.lock();
        try {
            SuiteShelf.Ready original = shelf.ready(idOrName);
            FixedSuite fixed = SuiteFix.fix(shelf.items(original.ref()));
            if (fixed.repairs().isEmpty()) {
                return new SuiteVersions.Kept(original.dataset(), false);
            }
            String id = original.dataset().id();
            return versions.keep(
                    new NewSuite(
                            original.dataset()
                                    .named()
                                    .map(named -> named.name())
                                    .orElse(id),
                            original.ref().kind(),
                            original.ref().task(),
                            fixed.items(),
                            fixed.version(),
                            Optional.empty(),
                            Optional.of(new NewSuite.Fixed(id, fixed.repairs()))),
                    linting.applicable(standingSettings(original)));
        } finally {
            turn.unlock();
        }
    }

    /** What lint finds in a suite with other settings; nothing of it is kept. */
    public LintDocument lint(String idOrName, SuiteLintRequest request) throws IOException {
        turn.lock();
        try {
            SuiteShelf.Ready suite = shelf.ready(idOrName);
            List<SuiteItem> items = shelf.items(suite.ref());
            SuiteLinting.Applicable lint = linting.applicable(request);
            return lint.document(suite.dataset().id(), lint.report(items), items);
        } finally {
            turn.unlock();
        }
    }

    /** What lint found when the suite came; of a suite of the lab world, what it finds now. */
    public LintDocument lint(String idOrName) throws IOException {
        Optional<LintDocument> report = shelf.report(shelf.ready(idOrName).built());
        return report.isPresent() ? report.get() : lint(idOrName, SuiteLinting.STANDARD);
    }

    private SuiteLintRequest standingSettings(SuiteShelf.Ready suite) throws IOException {
        return shelf.report(suite.built())
                .map(report -> report.settings().request())
                .orElse(SuiteLinting.STANDARD);
    }
}
