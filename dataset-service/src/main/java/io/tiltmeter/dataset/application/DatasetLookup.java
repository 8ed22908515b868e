package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks datasets up. */
@Singleton
public class DatasetLookup {
    private static final Set<String> STATUSES = Set.of("building", "ready", "failed");
    private static final int NAMES_TO_SUGGEST = 21;

    private final Transactions transactions;
    private final DatasetRepository datasets;

    public DatasetLookup(Transactions transactions, DatasetRepository datasets) {
        this.transactions = transactions;
        this.datasets = datasets;
    }

    /**
     * The dataset of this kind and id.
     *
     * @throws NotFound if there is none, with the names there are
     */
    public StoredDataset one(DatasetKind kind, String id) {
        return transactions.run(handle -> datasets.find(handle, id)
                .filter(dataset -> dataset.kind() == kind)
                .orElseThrow(() -> new NotFound(kind.label(), id, ids(kind))));
    }

    /** The dataset of this kind and id, or the newest version of this name; empty if there is neither. */
    public Optional<StoredDataset> named(DatasetKind kind, String idOrName) {
        return transactions.run(handle -> datasets.find(handle, idOrName)
                .filter(dataset -> dataset.kind() == kind)
                .or(() -> datasets.newest(handle, kind, idOrName)));
    }

    /** Ids of this kind, the newest first; enough to choose from. */
    public List<String> ids(DatasetKind kind) {
        DatasetRepository.Wanted all = new DatasetRepository.Wanted(kind, Optional.empty(), Optional.empty());
        return transactions.run(handle -> datasets.list(handle, all, NAMES_TO_SUGGEST, 0).stream()
                .map(StoredDataset::id)
                .toList());
    }

    /**
     * What was built.
     *
     * @throws Conflict if it is not ready
     */
    public <T> T result(StoredDataset dataset, Class<T> type) {
        if (dataset.state() instanceof DatasetState.Ready ready) {
            return parse(dataset, ready.result(), type);
        }
        throw new Conflict(dataset.kind().label() + " \"" + dataset.id() + "\" is "
                + dataset.state().status() + " and has no rows to show: ask again when its status is ready");
    }

    /** What was built, if it was. */
    public static <T> Optional<T> resultIfReady(StoredDataset dataset, Class<T> type) {
        return dataset.result().map(result -> parse(dataset, result, type));
    }

    /** What it is made from. */
    public static <T> T recipe(StoredDataset dataset, Class<T> type) {
        return parse(dataset, dataset.recipe(), type);
    }

    /**
     * A page of the datasets of a kind, the newest first.
     *
     * @param status building, ready or failed; blank for all
     * @param name of which they are versions; blank for all
     */
    public Found list(DatasetKind kind, String status, String name, PageRequest page) {
        Optional<String> statusWanted = unlessBlank(status);
        statusWanted.filter(text -> !STATUSES.contains(text)).ifPresent(text -> {
            throw new InvalidRequest(List.of(new Fault(
                    "status", text, "is not one of building, ready, failed", "send one of these, or leave it out")));
        });
        DatasetRepository.Wanted wanted = new DatasetRepository.Wanted(kind, statusWanted, unlessBlank(name));
        return transactions.run(handle ->
                new Found(datasets.list(handle, wanted, page.limit(), page.offset()), datasets.count(handle, wanted)));
    }

    private static Optional<String> unlessBlank(String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }

    private static <T> T parse(StoredDataset dataset, String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the stored row of " + dataset.kind().label() + " " + dataset.id() + " is damaged", e);
        }
    }

    /**
     * A page of datasets.
     *
     * @param datasets those of the page
     * @param total how many there are on all pages
     */
    public record Found(List<StoredDataset> datasets, long total) {}
}
