package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Accepts datasets: the row, the work and the news in one transaction. The same request twice is one dataset. */
@Singleton
public class DatasetIntake {
    private final Transactions transactions;
    private final DatasetStore datasets;
    private final WorkRepository work;
    private final Outbox outbox;

    public DatasetIntake(Transactions transactions, DatasetStore datasets, WorkRepository work, Outbox outbox) {
        this.transactions = transactions;
        this.datasets = datasets;
        this.work = work;
        this.outbox = outbox;
    }

    /**
     * The dataset as it stands: new, or there already. One that failed is tried again.
     *
     * @throws Conflict if the id belongs to a dataset of another recipe
     */
    public StoredDataset accept(RequestedDataset requested) {
        return transactions.run(handle -> accept(handle, requested));
    }

    /** As {@link #accept(RequestedDataset)}, within the caller's transaction. */
    public StoredDataset accept(Handle handle, RequestedDataset requested) {
        StoredDataset accepted = acceptWithoutWork(handle, requested);
        letBuild(handle, accepted);
        return accepted;
    }

    /** As {@link #accept(Handle, RequestedDataset)}, but no one builds it before it is told to. */
    public StoredDataset acceptWithoutWork(Handle handle, RequestedDataset requested) {
        String id = requested.id();
        boolean isNew = datasets.add(handle, id, requested.kind(), requested.recipe(), requested.recipeSha256());
        return opened(handle, requested, isNew);
    }

    /** As {@link #accept(RequestedDataset)}; its id is that of the version of this name that has the recipe. */
    public StoredDataset acceptVersion(String name, DatasetKind kind, String recipe, String recipeSha256) {
        return transactions.run(handle -> {
            DatasetStore.Added added = datasets.addVersion(handle, name, kind, recipe, recipeSha256);
            StoredDataset accepted =
                    opened(handle, new RequestedDataset(added.id(), kind, recipe, recipeSha256), added.isNew());
            letBuild(handle, accepted);
            return accepted;
        });
    }

    /** The work-table row that builds this dataset. */
    public static String workId(String datasetId) {
        return DatasetBuilder.KIND + "/" + datasetId;
    }

    /** Lets a dataset that is to be built be built; one that waits or is being built already goes on doing so. */
    private void letBuild(Handle handle, StoredDataset dataset) {
        String workId = workId(dataset.id());
        if (dataset.state() instanceof DatasetState.Building
                && !work.accept(handle, workId, DatasetBuilder.KIND, "", dataset.id())) {
            work.retry(handle, workId);
        }
    }

    /** The dataset, if it is new or had failed now to be built. */
    private StoredDataset opened(Handle handle, RequestedDataset requested, boolean isNew) {
        String id = requested.id();
        if (!isNew) {
            StoredDataset standing = datasets.find(handle, id).orElseThrow();
            refuseAnother(requested, standing);
            if (!(standing.state() instanceof DatasetState.Failed)) {
                return standing;
            }
            datasets.update(handle, id, new DatasetState.Building());
        }
        announce(handle, requested);
        return datasets.find(handle, id).orElseThrow();
    }

    private void announce(Handle handle, RequestedDataset requested) {
        requested
                .kind()
                .announced()
                .ifPresent(kind -> outbox.append(
                        handle,
                        EventTypes.DATASET_UPDATED,
                        requested.id(),
                        new DatasetUpdated(requested.id(), kind, DatasetUpdated.Status.BUILDING, "", Instant.now())));
    }

    private static void refuseAnother(RequestedDataset requested, StoredDataset standing) {
        if (standing.kind() == requested.kind() && standing.recipeSha256().equals(requested.recipeSha256())) {
            return;
        }
        boolean isOfAnotherWorld = standing.recipe().equals(requested.recipe());
        throw new Conflict("\"" + standing.id() + "\" is a " + standing.kind().label() + " of the recipe "
                + standing.recipe()
                + (isOfAnotherWorld ? " made by another version of the lab world than " + LabWorld.VERSION : "")
                + "; what was asked for is " + requested.recipe() + ": choose another id, or leave it out");
    }
}
