package io.tiltmeter.evaluator.application;

import io.quarkus.arc.All;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkDispatcher;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** Gives up at once what no repetition can correct, and publishes reasons without paths of this machine. */
@Alternative
@Priority(1)
@Singleton
@Typed(WorkDispatcher.class)
public class EvaluatorWorkDispatcher extends WorkDispatcher {
    private static final Logger LOG = Logger.getLogger(EvaluatorWorkDispatcher.class);

    private final WorkRepository work;
    private final Path artifacts;

    public EvaluatorWorkDispatcher(@All List<WorkHandler> handlers, WorkRepository work, KitConfig config) {
        super(handlers);
        this.work = work;
        this.artifacts = config.artifacts().directory().toAbsolutePath().normalize();
    }

    @Override
    public void handle(Lease lease) throws Exception {
        try {
            super.handle(lease);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            LOG.warnf(e, "work cannot be done item=%s reason=%s", lease.item().id(), reason);
            work.giveUp(lease, reason, this);
        }
    }

    @Override
    public void retried(WorkItem item, String reason) {
        super.retried(item, withoutPaths(reason));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        super.failed(item, withoutPaths(reason));
    }

    /** Paths of the store as references name them. */
    private String withoutPaths(String reason) {
        return reason.replace(artifacts + "/", "artifact:");
    }
}
