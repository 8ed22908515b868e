package io.tiltmeter.dataset.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Builds a dataset: its files first, then, in one transaction, that it is ready and the news of it. */
@Singleton
public class DatasetBuilder implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(DatasetBuilder.class);

    private final Transactions transactions;
    private final DatasetStore datasets;
    private final DatasetFiles files;
    private final WorkTable work;
    private final Outbox outbox;
    private final EventCodec codec;
    private final MeterRegistry meters;

    public DatasetBuilder(
            Transactions transactions,
            DatasetStore datasets,
            DatasetFiles files,
            WorkTable work,
            Outbox outbox,
            EventCodec codec,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.datasets = datasets;
        this.files = files;
        this.work = work;
        this.outbox = outbox;
        this.codec = codec;
        this.meters = meters;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        Timer.Sample sample = Timer.start(meters);
        StoredDataset dataset =
                transactions.runPatiently(handle -> stored(handle, lease.item().payload()));
        switch (dataset.kind()) {
            case MIXTURE ->
                finish(lease, dataset, EventTypes.MIXTURE_READY, files.writeMixture(dataset, lease::isLost));
            case SUITE -> finish(lease, dataset, EventTypes.SUITE_READY, files.writeSuite(dataset, lease::isLost));
        }
        long nanos = sample.stop(meters.timer("tiltmeter.dataset.build", "kind", kind(dataset)));
        count(dataset, "ready");
        LOG.infof("dataset ready dataset=%s kind=%s tookSeconds=%.2f", dataset.id(), kind(dataset), nanos / 1e9);
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        StoredDataset dataset = stored(handle, item.payload());
        datasets.update(handle, dataset.id(), new DatasetState.Failed(reason));
        outbox.append(
                handle,
                EventTypes.DATASET_UPDATED,
                dataset.id(),
                new DatasetUpdated(dataset.id(), dataset.kind(), DatasetUpdated.Status.FAILED, reason, Instant.now()));
        count(dataset, "failed");
        LOG.errorf("dataset failed dataset=%s kind=%s reason=%s", dataset.id(), kind(dataset), reason);
    }

    private <T> void finish(Lease lease, StoredDataset dataset, EventType<T> type, T event) {
        work.complete(lease, handle -> {
            datasets.update(handle, dataset.id(), new DatasetState.Ready(codec.encode(type, event)));
            outbox.append(handle, type, dataset.id(), event);
        });
    }

    private StoredDataset stored(Handle handle, String id) {
        return datasets.find(handle, id)
                .orElseThrow(() -> new IllegalStateException("there is work for dataset " + id + ", but no such row"));
    }

    private void count(StoredDataset dataset, String outcome) {
        meters.counter("tiltmeter.dataset.builds", "kind", kind(dataset), "outcome", outcome)
                .increment();
    }

    private static String kind(StoredDataset dataset) {
        return dataset.kind().name().toLowerCase(Locale.ROOT);
    }
}
