package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.request.Conflict;
import io.tiltmeter.servicekit.request.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks datasets up. */
@Singleton
public class DatasetCatalogue {
    private static final Set<String> STATUSES = Set.of("building", "ready", "failed");
    private static final int NAMES_TO_SUGGEST = 21;

    private final Transactions transactions;
    private final DatasetStore datasets;

    public DatasetCatalogue(Transactions transactions, DatasetStore datasets) {
        this.transactions = transactions;
        this.datasets = datasets;
    }

    /**
     * The dataset of this kind and id.
     *
     * @throws NotFound if there is none, with the names there are
     */
    StoredDataset one(Kind kind, String id) {
        return transactions.run(handle -> datasets.find(handle, id)
                .filter(dataset -> dataset.kind() == kind)
                .orElseThrow(() -> new NotFound(
                        label(kind),
                        id,
                        datasets.list(handle, kind, Optional.empty(), NAMES_TO_SUGGEST, 0).stream()
                                .map(StoredDataset::id)
                                .toList())));
    }

    /**
     * The news that the dataset is ready, as JSON.
     *
     * @throws Conflict if it is not
     */
    String readyEvent(StoredDataset dataset) {
        if (dataset.state() instanceof DatasetState.Ready ready) {
            return ready.event();
        }
        throw new Conflict(label(dataset.kind()) + " \"" + dataset.id() + "\" is "
                + dataset.state().status() + " and has no rows to show: ask again when its status is ready");
    }

    /**
     * A page of the datasets of a kind, the newest first.
     *
     * @param status building, ready or failed; blank for all
     */
    Found list(Kind kind, String status, PageRequest page) {
        Optional<String> wanted = Optional.ofNullable(status).filter(text -> !text.isBlank());
        wanted.filter(text -> !STATUSES.contains(text)).ifPresent(text -> {
            throw new InvalidRequest(List.of(new Fault(
                    "status", text, "is not one of building, ready, failed", "send one of these, or leave it out")));
        });
        return transactions.run(handle -> new Found(
                datasets.list(handle, kind, wanted, page.limit(), page.offset()),
                datasets.count(handle, kind, wanted)));
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A page of datasets.
     *
     * @param datasets those of the page
     * @param total how many there are on all pages
     */
    record Found(List<StoredDataset> datasets, long total) {}
}
