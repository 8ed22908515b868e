package io.tiltmeter.dataset.api;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.request.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Accepts datasets: the row, the work and the news in one transaction. The same request twice is one dataset. */
@Singleton
public class DatasetIntake {
    private final Transactions transactions;
    private final DatasetStore datasets;
    private final WorkTable work;
    private final Outbox outbox;

    public DatasetIntake(Transactions transactions, DatasetStore datasets, WorkTable work, Outbox outbox) {
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
    StoredDataset accept(RequestedDataset requested) {
        return transactions.run(handle -> {
            String id = requested.id();
            if (datasets.add(handle, id, requested.kind(), requested.recipe(), requested.recipeSha256())) {
                work.accept(handle, workId(id), "build", "", id);
                announce(handle, requested);
            } else {
                StoredDataset standing = datasets.find(handle, id).orElseThrow();
                refuseAnother(requested, standing);
                if (standing.state() instanceof DatasetState.Failed && work.redrive(handle, workId(id))) {
                    datasets.update(handle, id, new DatasetState.Building());
                    announce(handle, requested);
                }
            }
            return datasets.find(handle, id).orElseThrow();
        });
    }

    /** The work-table row that builds this dataset. */
    static String workId(String datasetId) {
        return "build/" + datasetId;
    }

    private void announce(Handle handle, RequestedDataset requested) {
        outbox.append(
                handle,
                EventTypes.DATASET_UPDATED,
                requested.id(),
                new DatasetUpdated(
                        requested.id(), requested.kind(), DatasetUpdated.Status.BUILDING, "", Instant.now()));
    }

    private static void refuseAnother(RequestedDataset requested, StoredDataset standing) {
        if (standing.kind() == requested.kind() && standing.recipeSha256().equals(requested.recipeSha256())) {
            return;
        }
        String kind = standing.kind().name().toLowerCase(Locale.ROOT);
        throw new Conflict("\"" + standing.id() + "\" is a " + kind + " of the recipe " + standing.recipe()
                + (standing.recipe().equals(requested.recipe()) ? " made by another version of the lab world" : "")
                + "; what was asked for is " + requested.recipe() + ": choose another id, or leave it out");
    }
}
