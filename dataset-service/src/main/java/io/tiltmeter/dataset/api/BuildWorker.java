package io.tiltmeter.dataset.api;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.wiring.ReplicaName;
import io.tiltmeter.servicekit.work.WorkTable;
import io.tiltmeter.servicekit.work.Worker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The one worker of this process, from start to shutdown. */
@Singleton
public class BuildWorker {
    private final Worker worker;

    public BuildWorker(ReplicaName replica, WorkTable work, DatasetBuilder builder) {
        worker = new Worker(replica.value(), work, builder);
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    /** Something was accepted: look now. */
    void kick() {
        worker.kick();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }
}
