package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import io.tiltmeter.dataset.suite.lint.Repair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A suite as REST shows it.
 *
 * @param suiteId its name in run requests
 * @param status building, ready or failed
 * @param reason why it failed
 * @param name of which it is a version; empty for a suite that the service makes
 * @param version which one, from 1
 * @param sha256 over its items: the same items have the same one; only when ready
 * @param recipe the effective recipe of a suite that the service makes
 * @param recipeSha256 the same recipe gives the same bytes
 * @param importedFrom what its file was
 * @param fixedFrom the suite it is a repair of
 * @param suite its kind, task, size and items; only when ready
 * @param lint how many problems were found in it when it came
 * @param createdAt when it was requested
 * @param updatedAt when its status last changed
 */
public record SuiteResponse(
        String suiteId,
        String status,
        Optional<String> reason,
        Optional<String> name,
        Optional<Integer> version,
        Optional<String> sha256,
        Optional<SuiteRequest.Made> recipe,
        String recipeSha256,
        Optional<BuiltDataset.ImportedFrom> importedFrom,
        Optional<BuiltDataset.FixedFrom> fixedFrom,
        Optional<SuiteRef> suite,
        Optional<BuiltDataset.LintSummary> lint,
        Instant createdAt,
        Instant updatedAt) {
    static SuiteResponse of(StoredDataset dataset) {
        Optional<BuiltDataset.Suite> built = dataset.built(BuiltDataset.Suite.class);
        Optional<SuiteRef> suite = built.map(ready -> ready.event().suite());
        return new SuiteResponse(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                dataset.named().map(VersionedName::name),
                dataset.named().map(VersionedName::version),
                suite.map(ref -> ref.items().sha256()),
                dataset.named().isEmpty() ? Optional.of(dataset.recipe(SuiteRequest.Made.class)) : Optional.empty(),
                dataset.recipeSha256(),
                built.flatMap(BuiltDataset.Suite::importedFrom),
                built.flatMap(BuiltDataset.Suite::fixedFrom),
                suite,
                built.flatMap(BuiltDataset.Suite::lint),
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
    public record SuiteListResponse(List<SuiteResponse> suites, long total, int limit, int offset) {}

    /**
     * Items of a suite.
     *
     * @param suiteId the suite
     * @param items in the file's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    public record SuiteItemsResponse(String suiteId, List<SuiteItem> items, long total, int limit, int offset) {}

    /**
     * Rows of a suite's file that are not in its items.
     *
     * @param suiteId the suite
     * @param rejected in the file's order; a thousand at most are listed
     * @param total how many there are in all
     * @param limit of this page
     * @param offset of this page
     */
    public record RejectedRowsResponse(String suiteId, List<RowFault> rejected, long total, int limit, int offset) {}

    /**
     * What was done to the suite that it is a repair of.
     *
     * @param suiteId the suite
     * @param repairs in the original's order; none if it is no repair
     * @param total how many there are
     * @param limit of this page
     * @param offset of this page
     */
    public record RepairsResponse(String suiteId, List<Repair> repairs, long total, int limit, int offset) {}
}
