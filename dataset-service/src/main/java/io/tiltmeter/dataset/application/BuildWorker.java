package io.tiltmeter.dataset.application;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Worker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

/** The workers of this process, from start to shutdown: a small dataset need not wait for a large one. */
@Singleton
public class BuildWorker {
    private static final int WORKERS = 2;

    private final List<Worker> workers;

    public BuildWorker(ReplicaName replica, WorkRepository work, WorkByKind handler) {
        workers = IntStream.rangeClosed(1, WORKERS)
                .mapToObj(number -> new Worker(replica.value() + "/" + number, work, handler))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        workers.forEach(Worker::start);
    }

    /** Something was accepted: look now. */
    public void wake() {
        workers.forEach(Worker::wake);
    }

    void stop(@Observes ShutdownEvent event) {
        workers.forEach(Worker::close);
    }
}
