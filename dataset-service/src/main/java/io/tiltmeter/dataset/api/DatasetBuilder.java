package io.tiltmeter.dataset.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Builds a dataset: its files first, then, in one transaction, that it is ready and the news of it. */
@Singleton
public class DatasetBuilder implements WorkHandler {
    /** The kind of its work. */
    public static final String KIND = "build";

    private static final Logger LOG = Logger.getLogger(DatasetBuilder.class);

    private final Transactions transactions;
    private final DatasetStore datasets;
    private final Map<DatasetKind, DatasetMaker> makers;
    private final WorkRepository work;
    private final Outbox outbox;
    private final MeterRegistry meters;

    public DatasetBuilder(
            Transactions transactions,
            DatasetStore datasets,
            @All List<DatasetMaker> makers,
            WorkRepository work,
            Outbox outbox,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.datasets = datasets;
        this.makers = makers.stream().collect(Collectors.toMap(DatasetMaker::kind, Function.identity()));
        this.work = work;
        this.outbox = outbox;
        this.meters = meters;
        for (DatasetKind kind : DatasetKind.values()) {
            meters.timer("tiltmeter.dataset.build", "kind", kind.label());
            counter(kind, "ready");
            counter(kind, "failed");
        }
    }

    @Override
    public void handle(Lease lease) throws IOException {
        Timer.Sample sample = Timer.start(meters);
        StoredDataset dataset =
                transactions.runPatiently(handle -> stored(handle, lease.item().payload()));
        DatasetMaker maker = makers.get(dataset.kind());
        try {
            Built built = maker.make(dataset, new Making(lease, dataset.id(), work, datasets));
            finish(lease, dataset, maker, built);
        } catch (IllegalArgumentException refused) {
            work.giveUp(lease, refused.getMessage(), this);
            maker.ended(dataset);
            return;
        }
        maker.ended(dataset);
        long nanos = sample.stop(
                meters.timer("tiltmeter.dataset.build", "kind", dataset.kind().label()));
        count(dataset, "ready");
        LOG.infof(
                "dataset ready dataset=%s kind=%s tookSeconds=%.2f",
                dataset.id(), dataset.kind().label(), nanos / 1e9);
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        fail(handle, stored(handle, item.payload()), reason);
    }

    /** The dataset cannot be built: stored and told, within the caller's transaction. */
    public void fail(Handle handle, StoredDataset dataset, String reason) {
        datasets.update(handle, dataset.id(), new DatasetState.Failed(reason));
        dataset.kind()
                .announced()
                .ifPresent(kind -> outbox.append(
                        handle,
                        EventTypes.DATASET_UPDATED,
                        dataset.id(),
                        new DatasetUpdated(dataset.id(), kind, DatasetUpdated.Status.FAILED, reason, Instant.now())));
        count(dataset, "failed");
        LOG.errorf(
                "dataset failed dataset=%s kind=%s reason=%s",
                dataset.id(), dataset.kind().label(), reason);
    }

    private void finish(Lease lease, StoredDataset dataset, DatasetMaker maker, Built built) throws IOException {
        String result = Json.mapper().writeValueAsString(built.result());
        work.complete(lease, handle -> {
            datasets.update(handle, dataset.id(), new DatasetState.Ready(result));
            built.news().ifPresent(news -> append(handle, dataset, news));
            maker.ready(handle, dataset, built);
        });
    }

    private <T> void append(Handle handle, StoredDataset dataset, Built.News<T> news) {
        outbox.append(handle, news.type(), dataset.id(), news.event());
    }

    private StoredDataset stored(Handle handle, String id) {
        return datasets.find(handle, id)
                .orElseThrow(() -> new IllegalStateException("there is work for dataset " + id + ", but no such row"));
    }

    private void count(StoredDataset dataset, String outcome) {
        counter(dataset.kind(), outcome).increment();
    }

    /** Shown from the first scrape on, so that a first failure is an increase. */
    private Counter counter(DatasetKind kind, String outcome) {
        return meters.counter("tiltmeter.dataset.builds", "kind", kind.label(), "outcome", outcome);
    }
}
