package io.tiltmeter.dataset.application;

import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Hands each item of work to what does work of its kind. */
@Singleton
public class WorkByKind implements WorkHandler {
    private final Map<String, WorkHandler> handlers;

    public WorkByKind(DatasetBuilder builds, MeasurementPreparation preparations, MeasurementCheck checks) {
        this.handlers = Map.of(
                DatasetBuilder.KIND, builds, MeasurementPreparation.KIND, preparations, MeasurementCheck.KIND, checks);
    }

    @Override
    public void handle(Lease lease) throws Exception {
        handler(lease.item()).handle(lease);
    }

    @Override
    public void retried(Handle handle, WorkItem item, String reason) {
        handler(item).retried(handle, item, reason);
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        handler(item).failed(handle, item, reason);
    }

    private WorkHandler handler(WorkItem item) {
        return Optional.ofNullable(handlers.get(item.kind()))
                .orElseThrow(() -> new IllegalStateException("no one does work of the kind " + item.kind()));
    }
}
