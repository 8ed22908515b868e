package io.tiltmeter.servicekit.work;

import io.quarkus.arc.All;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Hands each item to the handler of its {@linkplain WorkHandler#kind() kind}. */
@Singleton
@Typed(WorkDispatcher.class)
public class WorkDispatcher implements WorkHandler {
    private final Map<String, WorkHandler> handlers;

    /** @param handlers of different kinds; by CDI every handler of the service */
    public WorkDispatcher(@All List<WorkHandler> handlers) {
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(WorkHandler::kind, Function.identity()));
    }

    @Override
    public void handle(Lease lease) throws Exception {
        handler(lease.item()).handle(lease);
    }

    @Override
    public void retried(WorkItem item, String reason) {
        handler(item).retried(item, reason);
    }

    @Override
    public void failed(WorkItem item, String reason) {
        handler(item).failed(item, reason);
    }

    @Override
    public List<IdleTask> idleTasks() {
        return idleTasks(WorkKinds.ALL);
    }

    /** Those of the handlers of these kinds. */
    List<IdleTask> idleTasks(WorkKinds kinds) {
        return handlers.values().stream()
                .filter(handler -> kinds.include(handler.kind()))
                .flatMap(handler -> handler.idleTasks().stream())
                .toList();
    }

    private WorkHandler handler(WorkItem item) {
        WorkHandler handler = handlers.get(item.kind());
        if (handler == null) {
            throw new IllegalStateException("work item " + item.id() + " is of kind " + item.kind()
                    + ", and this version does only " + handlers.keySet());
        }
        return handler;
    }
}
