package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventWaitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final EventWait wait = new EventWait();

    @Test
    void aValueIsReadUntilItHasArrived() {
        AtomicInteger reads = new AtomicInteger();
        assertEquals(3, wait.read(reads::incrementAndGet, read -> read == 3, LONG));
    }

    @Test
    void theLastValueIsGivenWhenTheTimeIsOver() {
        AtomicInteger reads = new AtomicInteger();
        assertEquals(1, wait.read(reads::incrementAndGet, read -> false, Duration.ZERO));
    }

    @Test
    void theNinthDoesNotWait() throws InterruptedException {
        ExecutorService requests = Executors.newFixedThreadPool(8);
        CountDownLatch waiting = new CountDownLatch(8);
        try {
            for (int request = 0; request < 8; request++) {
                AtomicInteger reads = new AtomicInteger();
                requests.execute(() -> wait.read(
                        () -> {
                            if (reads.incrementAndGet() == 2) {
                                waiting.countDown();
                            }
                            return 0;
                        },
                        read -> false,
                        LONG));
            }
            waiting.await();
            AtomicInteger reads = new AtomicInteger();
            wait.read(reads::incrementAndGet, read -> false, LONG);
            assertEquals(1, reads.get());
        } finally {
            requests.shutdownNow();
            requests.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
