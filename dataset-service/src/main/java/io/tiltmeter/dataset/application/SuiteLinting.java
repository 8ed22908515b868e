package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.persistence.BuiltSuite;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.LintedWith;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.suite.lint.KnownNames;
import io.tiltmeter.dataset.suite.lint.LintReport;
import io.tiltmeter.dataset.suite.lint.LintSettings;
import io.tiltmeter.dataset.suite.lint.OtherSuite;
import io.tiltmeter.dataset.suite.lint.SuiteLint;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lints suites with the settings of a request. */
@Singleton
public class SuiteLinting {
    /** The settings that hold where none are sent. */
    static final SuiteLintRequest STANDARD =
            new SuiteLintRequest(Optional.empty(), Optional.empty(), List.of(), Map.of());

    private final SuiteShelf shelf;

    public SuiteLinting(SuiteShelf shelf) {
        this.shelf = shelf;
    }

    /**
     * Settings that can be applied.
     *
     * @param settings with the other suites' items
     * @param shown the same, as reports tell them
     */
    record Applicable(LintSettings settings, LintedWith shown) {
        LintReport report(List<SuiteItem> items) {
            return SuiteLint.lint(items, settings);
        }

        LintDocument document(String suiteId, LintReport report, List<SuiteItem> items) {
            return LintDocument.of(suiteId, shown, report, items);
        }
    }

    /**
     * The settings of a request.
     *
     * @throws InvalidRequest with every other suite that is none, or not ready
     */
    Applicable applicable(SuiteLintRequest request) throws IOException {
        List<Fault> faults = new ArrayList<>();
        List<OtherSuite> others = new ArrayList<>();
        for (int i = 0; i < request.otherSuites().size(); i++) {
            other(request.otherSuites().get(i), "other_suites[" + i + "]", faults)
                    .ifPresent(others::add);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        LintSettings standard = LintSettings.standard();
        LintSettings settings = new LintSettings(
                request.lastKnownYear().orElse(standard.lastKnownYear()),
                request.nearDuplicateShare().orElse(standard.nearDuplicateShare()),
                KnownNames.builtIn().with(request.knownNames()),
                others);
        LintedWith shown = new LintedWith(
                settings.lastKnownYear(),
                settings.nearDuplicateShare(),
                others.stream().map(OtherSuite::name).toList(),
                request.knownNames());
        return new Applicable(settings, shown);
    }

    private Optional<OtherSuite> other(String idOrName, String field, List<Fault> faults) throws IOException {
        Optional<StoredDataset> dataset = shelf.find(idOrName);
        Optional<BuiltSuite> built = dataset.flatMap(suite -> DatasetLookup.resultIfReady(suite, BuiltSuite.class));
        if (built.isPresent()) {
            return Optional.of(new OtherSuite(
                    dataset.get().id(), shelf.items(built.get().event().suite())));
        }
        faults.add(new Fault(
                field,
                idOrName,
                dataset.isEmpty()
                        ? "is no suite: known are " + String.join(", ", shelf.ids())
                        : "is " + dataset.get().state().status(),
                dataset.isEmpty() ? "send one of these, or leave it out" : "send it when its status is ready"));
        return Optional.empty();
    }
}
