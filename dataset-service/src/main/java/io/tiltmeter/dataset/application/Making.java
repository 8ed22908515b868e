package io.tiltmeter.dataset.application;

import io.tiltmeter.dataset.persistence.BuildProgress;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkRepository;
import java.time.Duration;
import java.util.Optional;

/** One attempt to make a dataset: whether it still counts, and how far it is. */
public final class Making {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final Lease lease;
    private final String datasetId;
    private final WorkRepository work;
    private final DatasetRepository datasets;
    private long reportedAtNanos = System.nanoTime();

    Making(Lease lease, String datasetId, WorkRepository work, DatasetRepository datasets) {
        this.lease = lease;
        this.datasetId = datasetId;
        this.work = work;
        this.datasets = datasets;
    }

    /** Whether another attempt has begun or the dataset is not wanted any more. */
    public boolean isAbandoned() {
        return lease.isLost();
    }

    /**
     * Tells how far it is; stored once a second at most.
     *
     * @param rowsDone so far
     * @param rowsTotal of how many, if that is known
     */
    public void at(long rowsDone, Optional<Long> rowsTotal) {
        if (System.nanoTime() - reportedAtNanos >= BETWEEN_REPORTS.toNanos()) {
            work.report(lease, handle -> datasets.progress(handle, datasetId, new BuildProgress(rowsDone, rowsTotal)));
            reportedAtNanos = System.nanoTime();
        }
    }

    /**
     * As {@link #at}, and stops an attempt that does not count any more.
     *
     * @throws JsonLines.InterruptedWriting if it does not
     */
    public void goOn(long rowsDone) throws JsonLines.InterruptedWriting {
        if (isAbandoned()) {
            throw new JsonLines.InterruptedWriting(rowsDone);
        }
        at(rowsDone, Optional.empty());
    }
}
