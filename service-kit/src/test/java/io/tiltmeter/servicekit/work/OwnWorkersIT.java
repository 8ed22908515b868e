package io.tiltmeter.servicekit.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.servicekit.KitStack;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Workers that share a table, and lease items of different kinds. */
@QuarkusTest
@WithTestResource(KitStack.class)
class OwnWorkersIT {
    private static final long MAX_WAIT_SECONDS = 30;

    @Inject
    WorkRepository work;

    @Inject
    PatientTransactions transactions;

    @Test
    void anItemWithAWorkerOfItsOwnIsDoneWhileTheOthersAreBusy() throws Exception {
        CountDownLatch shortDone = new CountDownLatch(1);
        CountDownLatch longBegun = new CountDownLatch(1);
        CountDownLatch allDone = new CountDownLatch(2);
        WorkHandler handler = lease -> {
            if (lease.item().kind().equals("long")) {
                longBegun.countDown();
                assertTrue(shortDone.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS));
            }
            work.complete(lease, () -> {});
            if (lease.item().kind().equals("short")) {
                shortDone.countDown();
            }
            allDone.countDown();
        };
        accept("a-long-item", "long");
        WorkKinds others = WorkKinds.except(Set.of("short"));
        try (Worker shared = new Worker("shared", others, work, handler, List.of(), Optional::empty);
                Worker single =
                        new Worker("single", WorkKinds.only("short"), work, handler, List.of(), Optional::empty)) {
            shared.start();
            assertTrue(longBegun.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS));
            accept("a-short-item", "short");
            single.start();
            assertTrue(allDone.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS));
        }
        List<WorkItem.Status> statuses = transactions.call(() -> List.of(
                work.item("a-long-item").orElseThrow().status(),
                work.item("a-short-item").orElseThrow().status()));
        assertEquals(List.of(WorkItem.Status.DONE, WorkItem.Status.DONE), statuses);
    }

    @Test
    void aWorkerLeavesItemsOfOtherKinds() {
        accept("left", "kind-1");
        WorkHandler idle = lease -> {};
        assertEquals(
                Optional.empty(),
                work.lease("w", "", WorkKinds.only("kind-2"), idle).map(Lease::item));
        assertEquals(
                Optional.empty(),
                work.lease("w", "", WorkKinds.except(Set.of("kind-2", "kind-1")), idle)
                        .map(Lease::item));
        Lease lease = work.lease("w", "", WorkKinds.only("kind-1"), idle).orElseThrow();
        assertEquals("left", lease.item().id());
        work.complete(lease, () -> {});
    }

    private void accept(String id, String kind) {
        assertTrue(transactions.call(() -> work.accept(id, kind, "", "{}")));
    }
}
