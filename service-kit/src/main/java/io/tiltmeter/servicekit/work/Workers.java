package io.tiltmeter.servicekit.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.artifact.DiskSpace;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The workers of this process, from start to shutdown: {@code tiltmeter.work.workers} of them, and one for each kind of
 * {@code tiltmeter.work.own-workers}, which the others leave to it.
 */
@Singleton
public class Workers {
    private final List<Worker> workers;

    public Workers(
            KitConfig config,
            ReplicaName replica,
            WorkRepository work,
            Instance<WorkDispatcher> handlers,
            DiskSpace disk) {
        int count = config.work().workers();
        Set<String> own =
                count == 0 ? Set.of() : Set.copyOf(config.work().ownWorkers().orElse(List.of()));
        Stream<Worker> shared = IntStream.rangeClosed(1, count)
                .mapToObj(number -> count == 1 ? replica.value() : replica.value() + "/" + number)
                .map(owner -> worker(owner, WorkKinds.except(own), work, handlers.get(), disk));
        Stream<Worker> single = own.stream()
                .map(kind -> worker(replica.value() + "/" + kind, WorkKinds.only(kind), work, handlers.get(), disk));
        this.workers = Stream.concat(shared, single).toList();
    }

    private static Worker worker(
            String owner, WorkKinds kinds, WorkRepository work, WorkDispatcher handlers, DiskSpace disk) {
        return new Worker(owner, kinds, work, handlers, handlers.idleTasks(kinds), disk::shortage);
    }

    void start(@Observes StartupEvent event) {
        workers.forEach(Worker::start);
    }

    /** Work was accepted: lease it without waiting for the next poll. */
    public void wake() {
        workers.forEach(Worker::wake);
    }

    /** Names of the workers whose threads have ended, which none should before shutdown. */
    List<String> ended() {
        return workers.stream().filter(Worker::hasEnded).map(Worker::owner).toList();
    }

    void stop(@Observes ShutdownEvent event) {
        workers.forEach(Worker::stopLeasing);
        workers.forEach(Worker::close);
    }
}
