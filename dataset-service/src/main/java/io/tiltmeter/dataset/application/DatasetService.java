package io.tiltmeter.dataset.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Accepts datasets: the row, the work and the event in one transaction. The same request twice is one dataset. */
@Singleton
public class DatasetService {
    private static final Logger LOG = Logger.getLogger(DatasetService.class);

    private final Transactions transactions;
    private final DatasetRepository datasets;
    private final WorkRepository work;
    private final Outbox outbox;
    private final MeterRegistry meters;

    public DatasetService(
            Transactions transactions,
            DatasetRepository datasets,
            WorkRepository work,
            Outbox outbox,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.datasets = datasets;
        this.work = work;
        this.outbox = outbox;
        this.meters = meters;
        for (DatasetKind kind : DatasetKind.values()) {
            builds(kind, "ready");
            builds(kind, "failed");
        }
    }

    /**
     * The dataset, new or existing. One that failed is built again.
     *
     * @throws Conflict if the id belongs to a dataset of another recipe
     */
    public StoredDataset accept(RequestedDataset requested) {
        return transactions.run(handle -> {
            StoredDataset accepted = acceptWithoutWork(handle, requested);
            startIfBuilding(handle, accepted);
            return accepted;
        });
    }

    /** As {@link #accept}, within the caller's transaction; it is not built before {@link #startBuild}. */
    StoredDataset acceptWithoutWork(Handle handle, RequestedDataset requested) {
        boolean isNew =
                datasets.add(handle, requested.id(), requested.kind(), requested.recipe(), requested.recipeSha256());
        return added(handle, requested, isNew);
    }

    /** As {@link #accept}; its id is that of the version of this name that has the recipe. */
    public StoredDataset acceptVersion(String name, DatasetKind kind, String recipe, String recipeSha256) {
        return transactions.run(handle -> {
            DatasetRepository.Added added = datasets.addVersion(handle, name, kind, recipe, recipeSha256);
            StoredDataset accepted =
                    added(handle, new RequestedDataset(added.id(), kind, recipe, recipeSha256), added.isNew());
            startIfBuilding(handle, accepted);
            return accepted;
        });
    }

    /** Adds the work that builds a dataset, or retries it if it failed; work that waits or is being done continues. */
    void startBuild(Handle handle, String id) {
        String workId = DatasetBuilder.KIND + "/" + id;
        if (!work.accept(handle, workId, DatasetBuilder.KIND, "", id)) {
            work.retry(handle, workId);
        }
    }

    /** The dataset cannot be built: stored and published. */
    void fail(Handle handle, StoredDataset dataset, String reason) {
        datasets.update(handle, dataset.id(), new DatasetState.Failed(reason));
        publish(handle, dataset.kind(), dataset.id(), DatasetUpdated.Status.FAILED, reason);
        builds(dataset.kind(), "failed").increment();
        LOG.errorf(
                "dataset failed dataset=%s kind=%s reason=%s",
                dataset.id(), dataset.kind().label(), reason);
    }

    /** Counts from the first scrape on, so that a first failure is an increase. */
    Counter builds(DatasetKind kind, String outcome) {
        return meters.counter("tiltmeter.dataset.builds", "kind", kind.label(), "outcome", outcome);
    }

    private void startIfBuilding(Handle handle, StoredDataset dataset) {
        if (dataset.state() instanceof DatasetState.Building) {
            startBuild(handle, dataset.id());
        }
    }

    /** The dataset; if it is new or had failed, it is now building. */
    private StoredDataset added(Handle handle, RequestedDataset requested, boolean isNew) {
        String id = requested.id();
        if (!isNew) {
            StoredDataset existing = datasets.find(handle, id).orElseThrow();
            refuseOtherRecipe(requested, existing);
            if (!(existing.state() instanceof DatasetState.Failed)) {
                return existing;
            }
            datasets.update(handle, id, new DatasetState.Building());
        }
        publish(handle, requested.kind(), id, DatasetUpdated.Status.BUILDING, "");
        return datasets.find(handle, id).orElseThrow();
    }

    private void publish(Handle handle, DatasetKind kind, String id, DatasetUpdated.Status status, String reason) {
        kind.published()
                .ifPresent(published -> outbox.append(
                        handle,
                        EventTypes.DATASET_UPDATED,
                        id,
                        new DatasetUpdated(id, published, status, reason, Instant.now())));
    }

    private static void refuseOtherRecipe(RequestedDataset requested, StoredDataset existing) {
        if (existing.kind() == requested.kind() && existing.recipeSha256().equals(requested.recipeSha256())) {
            return;
        }
        boolean isOfAnotherWorld = existing.recipe().equals(requested.recipe());
        throw new Conflict("\"" + existing.id() + "\" is a " + existing.kind().label() + " of the recipe "
                + existing.recipe()
                + (isOfAnotherWorld ? " made by another version of the lab world than " + LabWorld.VERSION : "")
                + "; what was asked for is " + requested.recipe() + ": choose another id, or leave it out");
    }
}
