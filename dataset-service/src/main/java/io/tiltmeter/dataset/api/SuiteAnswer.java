package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.store.StoredDataset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A suite as REST shows it.
 *
 * @param suiteId its name in run requests
 * @param status building, ready or failed
 * @param reason why it failed
 * @param recipe the effective recipe
 * @param recipeSha256 the same recipe gives the same bytes
 * @param suite its kind, task, size and items; only when ready
 * @param createdAt when it was asked for
 * @param updatedAt when its status last changed
 */
public record SuiteAnswer(
        String suiteId,
        String status,
        Optional<String> reason,
        SuiteRequest recipe,
        String recipeSha256,
        Optional<SuiteRef> suite,
        Instant createdAt,
        Instant updatedAt) {
    static SuiteAnswer of(StoredDataset dataset) {
        return new SuiteAnswer(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                DatasetCatalogue.recipe(dataset, SuiteRequest.class),
                dataset.recipeSha256(),
                DatasetCatalogue.resultIfReady(dataset, BuiltSuite.class)
                        .map(built -> built.event().suite()),
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
    public record Page(List<SuiteAnswer> suites, long total, int limit, int offset) {}
}
