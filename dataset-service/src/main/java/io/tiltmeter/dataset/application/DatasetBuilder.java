package io.tiltmeter.dataset.application;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Builds a dataset: writes its files, then stores in one transaction that it is ready, with its event. */
@Singleton
public class DatasetBuilder implements WorkHandler {
    /** The kind of its work. */
    public static final String KIND = "build";

    private static final Logger LOG = Logger.getLogger(DatasetBuilder.class);

    private final Transactions transactions;
    private final DatasetRepository rows;
    private final DatasetService datasets;
    private final Map<DatasetKind, DatasetMaker> makers;
    private final WorkRepository work;
    private final Outbox outbox;
    private final MeterRegistry meters;

    public DatasetBuilder(
            Transactions transactions,
            DatasetRepository rows,
            DatasetService datasets,
            @All List<DatasetMaker> makers,
            WorkRepository work,
            Outbox outbox,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.rows = rows;
        this.datasets = datasets;
        this.makers = makers.stream().collect(Collectors.toMap(DatasetMaker::kind, Function.identity()));
        this.work = work;
        this.outbox = outbox;
        this.meters = meters;
        for (DatasetKind kind : DatasetKind.values()) {
            meters.timer("tiltmeter.dataset.build", "kind", kind.label());
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        Timer.Sample sample = Timer.start(meters);
        StoredDataset dataset =
                transactions.runPatiently(handle -> stored(handle, lease.item().payload()));
        DatasetMaker maker = makers.get(dataset.kind());
        try {
            Built built = maker.make(dataset, new Making(lease, dataset.id(), work, rows));
            finish(lease, dataset, maker, built);
        } catch (IllegalArgumentException refused) {
            work.giveUp(lease, refused.getMessage(), this);
            maker.ended(dataset);
            return;
        }
        maker.ended(dataset);
        long nanos = sample.stop(
                meters.timer("tiltmeter.dataset.build", "kind", dataset.kind().label()));
        datasets.builds(dataset.kind(), "ready").increment();
        LOG.infof(
                "dataset ready dataset=%s kind=%s tookSeconds=%.2f",
                dataset.id(), dataset.kind().label(), nanos / 1e9);
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        datasets.fail(handle, stored(handle, item.payload()), reason);
    }

    private void finish(Lease lease, StoredDataset dataset, DatasetMaker maker, Built built) throws IOException {
        String result = Json.mapper().writeValueAsString(built.result());
        work.complete(lease, handle -> {
            rows.update(handle, dataset.id(), new DatasetState.Ready(result));
            built.news().ifPresent(news -> append(handle, dataset, news));
            maker.ready(handle, dataset, built);
        });
    }

    private <T> void append(Handle handle, StoredDataset dataset, Built.News<T> news) {
        outbox.append(handle, news.type(), dataset.id(), news.event());
    }

    private StoredDataset stored(Handle handle, String id) {
        return rows.find(handle, id)
                .orElseThrow(() -> new IllegalStateException("there is work for dataset " + id + ", but no such row"));
    }
}
