package io.tiltmeter.dataset.application;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Builds a dataset: writes its files, then stores in one transaction that it is ready, with its event. */
@Singleton
public class DatasetBuilder implements WorkHandler {
    /** The kind of its work. */
    static final String KIND = "build";

    private static final Logger LOG = Logger.getLogger(DatasetBuilder.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final PatientTransactions transactions;
    private final DatasetRepository rows;
    private final DatasetService datasets;
    private final Map<Kind, Maker> makers;
    private final WorkRepository work;
    private final Outbox outbox;
    private final MeterRegistry meters;

    /** Makes datasets of one kind from their recipes. Made twice, they are the same bytes in the same files. */
    public interface Maker {
        Kind kind();

        /**
         * Writes the dataset's files.
         *
         * @throws IOException if a file cannot be written whole, or the attempt was abandoned; another attempt follows
         * @throws IllegalArgumentException if no attempt will succeed, with what to do
         */
        BuiltDataset make(StoredDataset dataset, Attempt attempt) throws IOException;

        /** The dataset is ready or has failed for good: releases what only its making needed. */
        default void ended(StoredDataset dataset) throws IOException {}

        /** The dataset is ready: what follows from that, in the same transaction. */
        default void ready(StoredDataset dataset, BuiltDataset built) {}
    }

    public DatasetBuilder(
            PatientTransactions transactions,
            DatasetRepository rows,
            DatasetService datasets,
            @All List<Maker> makers,
            WorkRepository work,
            Outbox outbox,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.rows = rows;
        this.datasets = datasets;
        this.makers = makers.stream().collect(Collectors.toMap(Maker::kind, Function.identity()));
        this.work = work;
        this.outbox = outbox;
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            timer(kind);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        Timer.Sample sample = Timer.start(meters);
        StoredDataset dataset = transactions.call(() -> stored(lease.item().payload()));
        Maker maker = makers.get(dataset.kind());
        try {
            finish(lease, dataset, maker, maker.make(dataset, new Attempt(lease, dataset.id())));
        } catch (IllegalArgumentException refused) {
            work.giveUp(lease, refused.getMessage(), this);
            maker.ended(dataset);
            return;
        }
        maker.ended(dataset);
        long nanos = sample.stop(timer(dataset.kind()));
        datasets.builds(dataset.kind(), "ready").increment();
        LOG.infof(
                "dataset ready dataset=%s kind=%s tookSeconds=%.2f",
                dataset.id(), dataset.kind().label(), nanos / 1e9);
    }

    @Override
    public void failed(WorkItem item, String reason) {
        datasets.fail(stored(item.payload()), reason);
    }

    private void finish(Lease lease, StoredDataset dataset, Maker maker, BuiltDataset built) {
        String result = Json.write(built);
        work.complete(lease, () -> {
            rows.store(dataset.id(), new StoredDataset.Ready(result));
            built.publication().ifPresent(publication -> append(dataset, publication));
            maker.ready(dataset, built);
        });
    }

    private <T> void append(StoredDataset dataset, BuiltDataset.Publication<T> publication) {
        outbox.append(publication.type(), dataset.id(), publication.event());
    }

    private StoredDataset stored(String id) {
        return rows.dataset(id)
                .orElseThrow(() -> new IllegalStateException("there is work for dataset " + id + ", but no such row"));
    }

    private Timer timer(Kind kind) {
        return meters.timer("tiltmeter.dataset.build", "kind", kind.label());
    }

    /** One attempt to make a dataset: whether it still counts, and its progress. */
    public final class Attempt {
        private final Lease lease;
        private final String datasetId;
        private long reportedAtNanos = System.nanoTime();

        private Attempt(Lease lease, String datasetId) {
            this.lease = lease;
            this.datasetId = datasetId;
        }

        /** Whether another attempt has begun or the dataset is not wanted any more. */
        public boolean isAbandoned() {
            return lease.isLost();
        }

        /**
         * Reports progress; stored once a second at most.
         *
         * @throws JsonLines.Abandoned if the attempt is abandoned
         */
        public void progress(long rowsDone) throws JsonLines.Abandoned {
            if (isAbandoned()) {
                throw new JsonLines.Abandoned(rowsDone);
            }
            if (System.nanoTime() - reportedAtNanos >= BETWEEN_REPORTS.toNanos()) {
                work.report(lease, () -> rows.progress(datasetId, rowsDone));
                reportedAtNanos = System.nanoTime();
            }
        }
    }
}
