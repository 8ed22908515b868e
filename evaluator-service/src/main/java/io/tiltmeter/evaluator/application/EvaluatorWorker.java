package io.tiltmeter.evaluator.application;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Worker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The one worker of this process: one model in memory, one evaluation or shard of examples at a time. */
@Singleton
public class EvaluatorWorker {
    private final Worker worker;

    public EvaluatorWorker(ReplicaName replica, WorkRepository table, WorkByKind handlers) {
        worker = new Worker(replica.value(), table, handlers);
    }

    /** Something was accepted: look now, without waiting for the next poll. */
    public void wake() {
        worker.wake();
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }
}
