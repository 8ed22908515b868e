package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.tiltmeter.contracts.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventWaitTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final EventWait wait = new EventWait();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void aRequestIsTriedUntilItsEventHasArrived() {
        assertEquals(3, wait.answer(() -> tried(3), LONG).await().atMost(LONG));
        assertEquals(4, wait.answer(() -> tried(1), LONG).await().atMost(LONG), "it is done at once, and once");
    }

    @Test
    void theFaultsAreGivenWhenTheTimeIsOver() {
        Uni<Integer> answer = wait.answer(() -> tried(1_000), SHORT);
        assertThrows(EventAwaited.class, () -> answer.await().atMost(LONG));
        assertTrue(tries.get() > 1);
    }

    @Test
    void eightWaitWithoutAThreadAndTheNinthDoesNotWait() {
        AtomicBoolean arrived = new AtomicBoolean();
        List<Uni<Integer>> waiting = new ArrayList<>();
        for (int request = 0; request < 8; request++) {
            waiting.add(wait.answer(() -> arrived.get() ? 1 : tried(1_000), LONG));
        }
        assertThrows(EventAwaited.class, () -> wait.answer(() -> tried(1_000), LONG));
        arrived.set(true);
        assertEquals(
                8,
                waiting.stream().mapToInt(answer -> answer.await().atMost(LONG)).sum());
        assertThrows(
                EventAwaited.class,
                () -> wait.answer(() -> tried(1_000), SHORT).await().atMost(LONG));
        assertTrue(tries.get() > 10, "a place is free again");
    }

    private int tried(int needed) {
        if (tries.incrementAndGet() < needed) {
            throw new EventAwaited(List.of(new Fault("mixture", "a", "is unknown", "make it")));
        }
        return tries.get();
    }
}
