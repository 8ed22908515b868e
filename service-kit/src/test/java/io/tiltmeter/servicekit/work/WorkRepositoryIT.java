package io.tiltmeter.servicekit.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.KitStack;
import io.tiltmeter.servicekit.Samples;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KitStack.class)
class WorkRepositoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final WorkHandler IDLE = lease -> {};

    @Inject
    KitDatabase database;

    @Inject
    PatientTransactions transactions;

    @Inject
    WorkRepository work;

    @Inject
    FinishedWork finished;

    @Inject
    Outbox outbox;

    @BeforeEach
    void deleteRows() {
        database.clear();
    }

    @Test
    void acceptingTwiceKeepsOneItem() {
        assertTrue(accept("a"));
        assertFalse(accept("a"));
        assertEquals(1, database.rows("work_item"));
    }

    @Test
    void aPausedWorkerThatComesBackStoresNothing() {
        accept("a");
        Lease paused = lease("first").orElseThrow();
        Lease taken = awaitLease("second");

        assertThrows(Lease.Lost.class, () -> work.complete(paused, this::announce));
        assertTrue(paused.isLost());
        assertEquals(0, database.rows("outbox_event"), "the fenced-out attempt left events");
        work.complete(taken, this::announce);
        assertThrows(Lease.Lost.class, () -> work.complete(taken, this::announce), "an ended item ends once");
        assertEquals(1, database.rows("outbox_event"));
    }

    @Test
    void aHandlerThatOverflowsTheStackFailsItsItemAndTheWorkerGoesOn() throws Exception {
        accept("deep");
        accept("next");
        CountDownLatch done = new CountDownLatch(1);
        WorkHandler handler = lease -> {
            if (lease.item().id().equals("deep")) {
                throw new StackOverflowError("a file says \0");
            }
            work.complete(lease, done::countDown);
        };
        try (Worker worker = new Worker("worker", work, handler, Optional::empty)) {
            worker.start();
            assertTrue(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertFalse(worker.hasEnded());
        }
        WorkItem failed = transactions.call(() -> work.item("deep")).orElseThrow();
        assertEquals(Optional.of("java.lang.StackOverflowError: a file says  "), failed.reason());
    }

    @Test
    void aHeartbeatKeepsTheItemAndAWithdrawalTakesIt() {
        accept("a");
        Lease lease = lease("first").orElseThrow();
        long end = System.nanoTime() + work.settings().lease().multipliedBy(2).toNanos();
        await().pollInterval(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> {
            work.heartbeat(lease);
            assertTrue(lease("second").isEmpty(), "taken over in spite of heartbeats");
            return System.nanoTime() > end;
        });
        assertFalse(lease.isLost());
        assertTrue(transactions.call(() -> work.withdraw("a")));
        work.heartbeat(lease);
        assertTrue(lease.isLost());
    }

    @Test
    void failuresAreRetriedThenFailedAnnouncedAndRetriedByRequest() {
        accept("a");
        ConcurrentLinkedQueue<String> announced = new ConcurrentLinkedQueue<>();
        WorkHandler failing = new WorkHandler() {
            @Override
            public void handle(Lease lease) {
                throw new IllegalStateException("out of luck");
            }

            @Override
            public void failed(WorkItem item, String reason) {
                announced.add(item.id() + ": " + reason);
            }
        };
        try (Worker worker = new Worker("worker", work, failing, Optional::empty)) {
            worker.start();
            await().atMost(PATIENCE).until(() -> find("a").status() == WorkItem.Status.FAILED);
        }
        assertEquals(List.of("a: out of luck"), List.copyOf(announced));
        assertEquals(work.settings().maxFailures(), find("a").attempt());
        assertTrue(transactions.call(() -> work.retry("a")));
        assertTrue(lease("again").isPresent());
    }

    @Test
    void aFullDiskIsWaitedForAndCountsAsNoFailure() {
        accept("a");
        ConcurrentLinkedQueue<String> announced = new ConcurrentLinkedQueue<>();
        WorkHandler handler = new WorkHandler() {
            @Override
            public void handle(Lease lease) throws IOException {
                if (lease.item().attempt() <= work.settings().maxFailures()) {
                    Files.writeString(Path.of("/dev/full"), "a checkpoint");
                }
                work.complete(lease, () -> {});
            }

            @Override
            public void retried(WorkItem item, String reason) {
                announced.add(item.failures() + ": " + reason);
            }
        };
        try (Worker worker = new Worker("worker", work, handler, Optional::empty)) {
            worker.start();
            await().atMost(PATIENCE).until(() -> find("a").status() == WorkItem.Status.DONE);
        }
        assertEquals(
                Collections.nCopies(
                        work.settings().maxFailures(),
                        "0: the disk of the artifact store or of temporary files is full: it goes on by itself when there is"
                                + " room"),
                List.copyOf(announced));
    }

    @Test
    void nothingIsBegunWithoutRoomAndEverythingOnceThereIsSome() {
        accept("a");
        AtomicReference<Optional<String>> shortage = new AtomicReference<>(Optional.of("no room"));
        AtomicInteger looks = new AtomicInteger();
        Supplier<Optional<String>> room = () -> {
            looks.incrementAndGet();
            return shortage.get();
        };
        try (Worker worker = new Worker("worker", work, lease -> work.complete(lease, () -> {}), room)) {
            worker.start();
            await().atMost(PATIENCE).until(() -> looks.get() > 3);
            assertEquals(WorkItem.Status.READY, find("a").status());
            shortage.set(Optional.empty());
            await().atMost(PATIENCE).until(() -> find("a").status() == WorkItem.Status.DONE);
        }
    }

    @Test
    void workOfADeadWorkerIsTakenOverAfterTheClockWasSetBack() {
        accept("held");
        accept("waiting");
        lease("first").orElseThrow();
        String hour = " + interval '1 hour'";
        database.execute("update work_item set lease_until = lease_until" + hour + " where status = 'leased'");
        database.execute("update work_item set not_before = not_before" + hour + " where status = 'ready'");
        assertEquals("waiting", lease("second").orElseThrow().item().id());
        assertEquals("held", awaitLease("second").item().id());
    }

    @Test
    void aLiveWorkerKeepsItsWorkAfterTheClockWasSetBack() {
        accept("a");
        Lease lease = lease("first").orElseThrow();
        database.execute("update work_item set lease_until = lease_until + interval '1 hour'");
        assertTrue(lease("second").isEmpty());
        work.heartbeat(lease);
        assertTrue(lease("second").isEmpty());
        assertFalse(lease.isLost());
    }

    @Test
    void progressForgivesEarlierFailures() {
        accept("a");
        work.fail(lease("first").orElseThrow(), "once", IDLE);
        Lease lease = awaitLease("second");
        assertEquals(1, lease.item().failures());
        work.progress(lease, () -> {});
        assertEquals(0, find("a").failures());
    }

    @Test
    void anItemIsOpenedAgainOnceItHasEndedAndCountsItsAttemptsOn() {
        accept("a");
        Lease lease = lease("first").orElseThrow();
        assertFalse(reopen("a", 9), "a leased item was opened again");
        work.complete(lease, () -> {});
        assertTrue(reopen("a", 9));
        assertEquals("again", find("a").payload());
        assertEquals(2, lease("second").orElseThrow().item().attempt());

        assertTrue(reopen("purged", 4));
        assertEquals(5, lease("third").orElseThrow().item().attempt());
    }

    private boolean reopen(String id, int attempts) {
        return transactions.call(() -> work.reopen(id, "test", "", "again", attempts));
    }

    @Test
    void aLockedItemIsNotChangedByOthers() throws Exception {
        accept("a");
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Void> locking = CompletableFuture.runAsync(() -> transactions.run(() -> {
            assertEquals(WorkItem.Status.READY, work.lock("a").orElseThrow().status());
            locked.countDown();
            assertDoesNotThrow(() -> release.await());
        }));
        locked.await();
        assertTrue(lease("first").isEmpty(), "leased in spite of the lock");
        release.countDown();
        locking.join();
        assertTrue(lease("first").isPresent());
    }

    @Test
    void manyWorkersDoEveryItemOnce() throws Exception {
        int items = 60;
        IntStream.range(0, items).forEach(i -> accept("item-" + i));
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(items);
        WorkHandler handler = lease -> {
            work.complete(lease, () -> {});
            done.add(lease.item().id());
            all.countDown();
        };
        List<Worker> workers = IntStream.range(0, 4)
                .mapToObj(i -> new Worker("worker-" + i, work, handler, Optional::empty))
                .toList();
        workers.forEach(Worker::start);
        assertTrue(all.await(30, TimeUnit.SECONDS));
        workers.forEach(Worker::close);
        assertEquals(items, done.stream().distinct().count());
        assertEquals(items, done.size());
    }

    @Test
    void thePreferredAffinityComesFirst() {
        accept("a", "model-1");
        accept("b", "model-2");
        assertEquals("b", work.lease("w", "model-2", IDLE).orElseThrow().item().id());
        assertEquals("a", work.lease("w", "model-2", IDLE).orElseThrow().item().id());
    }

    @Test
    void finishedItemsArePurgedWhenTheirTimeIsOver() {
        List.of("done", "withdrawn", "failed", "open").forEach(this::accept);
        database.execute(
                "update work_item set status = id, finished_at = now() - interval '8 days' where id <> 'open'");
        accept("done today");
        work.complete(work.lease("w", "", IDLE).orElseThrow(), () -> {});
        finished.purge();
        assertEquals(
                List.of(List.of("open"), List.of("failed"), List.of()),
                Stream.of(WorkItem.Status.DONE, WorkItem.Status.FAILED, WorkItem.Status.WITHDRAWN)
                        .map(this::ids)
                        .toList());
        assertEquals(List.of("done today"), ids(WorkItem.Status.READY));
    }

    private List<String> ids(WorkItem.Status status) {
        return transactions.call(() -> work.items(status, 10, 0)).stream()
                .map(WorkItem::id)
                .toList();
    }

    private boolean accept(String id) {
        return accept(id, "");
    }

    private boolean accept(String id, String affinity) {
        return transactions.call(() -> work.accept(id, "test", affinity, "{}"));
    }

    private Optional<Lease> lease(String owner) {
        return work.lease(owner, "", IDLE);
    }

    private Lease awaitLease(String owner) {
        return await().atMost(PATIENCE)
                .until(() -> lease(owner), Optional::isPresent)
                .orElseThrow();
    }

    private WorkItem find(String id) {
        return transactions.call(() -> work.item(id)).orElseThrow();
    }

    private void announce() {
        outbox.append(EventTypes.DATASET_UPDATED, "a", Samples.datasetUpdated("a"));
    }
}
