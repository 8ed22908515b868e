package io.tiltmeter.servicekit;

import static io.tiltmeter.contracts.event.EventTypes.DATASET_UPDATED;

import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes one work item, writes a folder artifact, completes the item with an event and relays it, and
 * that dies without a goodbye ({@link Runtime#halt}) at the point it is told.
 */
public final class CrashingProcess {
    static final String ITEM = "item-1";
    static final String FOLDER = "results/item-1";

    /** Where it dies, in the order in which they are passed. */
    enum Point {
        AFTER_LEASE,
        WHILE_WRITING_THE_ARTIFACT,
        AFTER_THE_ARTIFACT,
        INSIDE_THE_TRANSACTION,
        AFTER_THE_COMMIT,
        AFTER_SENDING,
        NEVER
    }

    private final Point point;
    private final KitDatabase database;
    private final DirectoryArtifactStore artifacts;

    private CrashingProcess(Point point, String jdbcUrl, String bootstrapServers, Path directory) throws IOException {
        this.point = point;
        this.database = new KitDatabase(
                jdbcUrl, new CrashingPublisher(new KafkaEventPublisher(bootstrapServers, "/crash-test")));
        this.artifacts = new DirectoryArtifactStore(directory);
    }

    /** Runs one in a process of its own; true if it lived to its end. */
    static boolean survives(Point point, String jdbcUrl, String bootstrapServers, Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingProcess.class.getName(),
                        point.name(),
                        jdbcUrl,
                        bootstrapServers,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        directory.resolveSibling("crashing-" + point + ".log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the crashing process hangs at " + point);
        }
        return process.exitValue() == 0;
    }

    public static void main(String[] args) throws Exception {
        new CrashingProcess(Point.valueOf(args[0]), args[1], args[2], Path.of(args[3])).run();
        Runtime.getRuntime().halt(0);
    }

    private void run() throws Exception {
        WorkHandler handler = this::handle;
        Lease lease = awaitLease(handler);
        handler.handle(lease);
        while (database.relay.relayBatch() > 0) {}
    }

    private Lease awaitLease(WorkHandler handler) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            var lease = database.work.lease("crashing-process", "", handler);
            if (lease.isPresent()) {
                return lease.get();
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new IllegalStateException("there is no work to lease");
    }

    private void handle(Lease lease) throws IOException {
        dieAt(Point.AFTER_LEASE);
        artifacts.writeFolder(FOLDER, folder -> {
            Files.writeString(folder.resolve("a.txt"), "first");
            dieAt(Point.WHILE_WRITING_THE_ARTIFACT);
            Files.writeString(folder.resolve("b.txt"), "second");
        });
        dieAt(Point.AFTER_THE_ARTIFACT);
        database.work.complete(lease, transaction -> {
            database.outbox.append(transaction, DATASET_UPDATED, ITEM, Samples.datasetUpdated(ITEM));
            dieAt(Point.INSIDE_THE_TRANSACTION);
        });
        dieAt(Point.AFTER_THE_COMMIT);
    }

    private void dieAt(Point here) {
        if (point == here) {
            Runtime.getRuntime().halt(9);
        }
    }

    private final class CrashingPublisher implements EventPublisher {
        private final EventPublisher real;

        private CrashingPublisher(EventPublisher real) {
            this.real = real;
        }

        @Override
        public void publish(List<OutboxEvent> events) {
            real.publish(events);
            dieAt(Point.AFTER_SENDING);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
