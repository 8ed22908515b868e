package io.tiltmeter.servicekit;

import static io.tiltmeter.contracts.event.EventTypes.DATASET_UPDATED;

import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Takes one work item, writes a folder artifact, completes the item with an event and relays it, and ends the process
 * without a goodbye ({@link Runtime#halt}) at the point it is told.
 */
@Singleton
public class CrashingWork {
    static final String ITEM = "item-1";
    static final String FOLDER = "results/item-1";
    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private final WorkRepository work;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final GatedPublisher publisher;
    private final ArtifactStore artifacts;
    private final KitDatabase database;

    /** Where the process ends, in the order in which the points are passed. */
    enum Point {
        AFTER_LEASE,
        WHILE_WRITING_THE_ARTIFACT,
        AFTER_THE_ARTIFACT,
        INSIDE_THE_TRANSACTION,
        AFTER_THE_COMMIT,
        AFTER_SENDING,
        NEVER
    }

    public CrashingWork(
            WorkRepository work,
            Outbox outbox,
            OutboxRelay relay,
            GatedPublisher publisher,
            ArtifactStore artifacts,
            KitDatabase database) {
        this.work = work;
        this.outbox = outbox;
        this.relay = relay;
        this.publisher = publisher;
        this.artifacts = artifacts;
        this.database = database;
    }

    void endAt(Point point) throws Exception {
        publisher.afterSending(() -> haltIf(point == Point.AFTER_SENDING));
        WorkHandler handler = lease -> handle(lease, point);
        Lease lease = Awaitility.await()
                .atMost(MAX_WAIT)
                .until(() -> work.lease("crashing-process", "", handler), Optional::isPresent)
                .orElseThrow();
        handler.handle(lease);
        relayAll();
    }

    /** Until nothing is left: PostgreSQL may hold a dead process's lock on a row for a moment. */
    void relayAll() {
        Awaitility.await().atMost(MAX_WAIT).until(() -> relay.relayBatch() == 0 && database.rows("outbox_event") == 0);
    }

    private void handle(Lease lease, Point point) throws IOException {
        haltIf(point == Point.AFTER_LEASE);
        artifacts.writeFolder(FOLDER, folder -> {
            Files.writeString(folder.resolve("a.txt"), "first");
            haltIf(point == Point.WHILE_WRITING_THE_ARTIFACT);
            Files.writeString(folder.resolve("b.txt"), "second");
        });
        haltIf(point == Point.AFTER_THE_ARTIFACT);
        work.complete(lease, () -> {
            outbox.append(DATASET_UPDATED, ITEM, Samples.datasetUpdated(ITEM));
            haltIf(point == Point.INSIDE_THE_TRANSACTION);
        });
        haltIf(point == Point.AFTER_THE_COMMIT);
    }

    private static void haltIf(boolean here) {
        if (here) {
            Runtime.getRuntime().halt(CrashingProcess.CRASHED);
        }
    }
}
