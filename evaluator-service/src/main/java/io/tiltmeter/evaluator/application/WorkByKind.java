package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.persistence.AdoptionRepository;
import io.tiltmeter.evaluator.persistence.EvaluationRepository;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Gives each kind of work to who can do it; what no repetition mends is given up at once. */
@Singleton
public class WorkByKind implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(WorkByKind.class);

    private final Map<String, WorkHandler> handlers;
    private final WorkRepository work;
    private final Path artifacts;

    @Inject
    public WorkByKind(
            WorkRepository work,
            EvaluationHandler evaluations,
            ScoringHandler scorings,
            AdoptionHandler adoptions,
            KitConfig config) {
        this(
                work,
                Map.of(
                        EvaluationRepository.KIND,
                        evaluations,
                        ScoringRepository.KIND,
                        scorings,
                        AdoptionRepository.KIND,
                        adoptions),
                config.artifacts().directory());
    }

    /** @param artifacts the store's directory, which nobody outside needs to know */
    WorkByKind(WorkRepository work, Map<String, WorkHandler> handlers, Path artifacts) {
        this.work = work;
        this.handlers = Map.copyOf(handlers);
        this.artifacts = artifacts.toAbsolutePath().normalize();
    }

    @Override
    public void handle(Lease lease) throws Exception {
        try {
            handler(lease.item()).handle(lease);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            LOG.warnf(e, "work cannot be done item=%s reason=%s", lease.item().id(), reason);
            work.giveUp(lease, reason, this);
        }
    }

    @Override
    public void retried(Handle handle, WorkItem item, String reason) {
        handler(item).retried(handle, item, withoutPlaces(reason));
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        handler(item).failed(handle, item, withoutPlaces(reason));
    }

    private WorkHandler handler(WorkItem item) {
        WorkHandler handler = handlers.get(item.kind());
        if (handler == null) {
            throw new IllegalStateException("work item " + item.id() + " is of kind " + item.kind()
                    + ", and this version does only " + handlers.keySet());
        }
        return handler;
    }

    /** Paths of the store as references name them. */
    private String withoutPlaces(String reason) {
        return reason.replace(artifacts + "/", "artifact:");
    }
}
