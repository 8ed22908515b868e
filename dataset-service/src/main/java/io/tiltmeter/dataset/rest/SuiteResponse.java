package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.persistence.BuiltSuite;
import io.tiltmeter.dataset.persistence.FixedFrom;
import io.tiltmeter.dataset.persistence.ImportedFrom;
import io.tiltmeter.dataset.persistence.LintSummary;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.VersionedName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A suite as REST shows it.
 *
 * @param suiteId its name in run requests
 * @param status building, ready or failed
 * @param reason why it failed
 * @param name of which it is a version; empty for a suite of the lab world
 * @param version which one, from 1
 * @param sha256 over its items: the same items have the same one; only when ready
 * @param recipe the effective recipe of a suite of the lab world
 * @param recipeSha256 the same recipe gives the same bytes
 * @param importedFrom what its file was
 * @param fixedFrom the suite it is a repair of
 * @param suite its kind, task, size and items; only when ready
 * @param lint how many traps were found in it when it came
 * @param createdAt when it was asked for
 * @param updatedAt when its status last changed
 */
public record SuiteResponse(
        String suiteId,
        String status,
        Optional<String> reason,
        Optional<String> name,
        Optional<Integer> version,
        Optional<String> sha256,
        Optional<SuiteRequest> recipe,
        String recipeSha256,
        Optional<ImportedFrom> importedFrom,
        Optional<FixedFrom> fixedFrom,
        Optional<SuiteRef> suite,
        Optional<LintSummary> lint,
        Instant createdAt,
        Instant updatedAt) {
    static SuiteResponse of(StoredDataset dataset) {
        Optional<BuiltSuite> built = DatasetLookup.resultIfReady(dataset, BuiltSuite.class);
        Optional<SuiteRef> suite = built.map(ready -> ready.event().suite());
        return new SuiteResponse(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                dataset.named().map(VersionedName::name),
                dataset.named().map(VersionedName::version),
                suite.map(ref -> ref.items().sha256()),
                dataset.named().isEmpty()
                        ? Optional.of(DatasetLookup.recipe(dataset, SuiteRequest.class))
                        : Optional.empty(),
                dataset.recipeSha256(),
                built.flatMap(BuiltSuite::importedFrom),
                built.flatMap(BuiltSuite::fixedFrom),
                suite,
                built.flatMap(BuiltSuite::lint),
                dataset.createdAt(),
                dataset.updatedAt());
    }

    /**
     * A page of suites.
     *
     * @param suites the newest first
     * @param total on all pages
     * @param limit of this page
     * @param offset of this page
     */
    public record Page(List<SuiteResponse> suites, long total, int limit, int offset) {}
}
