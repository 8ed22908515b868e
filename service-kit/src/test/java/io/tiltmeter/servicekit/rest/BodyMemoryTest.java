package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private static final BodyMemory.Cost TEN_TIMES = new BodyMemory.Cost(10, Long.MAX_VALUE);

    private final BodyMemory memory = new BodyMemory(1_000);

    @Test
    void aBodyThatHasNoRoomBesideOthersIsToBeSentAgain() {
        try (BodyMemory.Share first = memory.share(TEN_TIMES);
                BodyMemory.Share second = memory.share(TEN_TIMES)) {
            first.upTo(60);
            Problem problem =
                    assertThrows(BodyRefused.class, () -> second.upTo(41)).problem("/api/v1/runs");
            assertEquals(503, problem.status());
            assertEquals(
                    "bodies take at most 1000 bytes at the same time, and others take 600",
                    problem.faults().get(0).limit());
            second.upTo(40);
        }
    }

    @Test
    void aBodyThatNeverHasRoomIsTooLarge() {
        try (BodyMemory.Share share = memory.share(TEN_TIMES)) {
            Problem problem =
                    assertThrows(BodyRefused.class, () -> share.upTo(101)).problem("/api/v1/runs");
            assertEquals(413, problem.status());
            assertTrue(problem.faults().get(0).limit().startsWith("at most 100 bytes"), problem::toString);
            share.upTo(100);
        }
    }

    @Test
    void aBodyThatGrowsTakesMoreAndGivesAllBack() {
        try (BodyMemory.Share growing = memory.share(TEN_TIMES)) {
            growing.upTo(30);
            growing.upTo(20);
            growing.upTo(100);
            try (BodyMemory.Share other = memory.share(TEN_TIMES)) {
                assertThrows(BodyRefused.class, () -> other.upTo(1));
            }
        }
        try (BodyMemory.Share next = memory.share(TEN_TIMES)) {
            next.upTo(100);
        }
    }

    @Test
    void whatManyValuesTakeIsLimitedWhereTheirNumberIs() {
        BodyMemory.Cost cost = new BodyMemory.Cost(40, 720);
        assertEquals(400, cost.of(10));
        assertEquals(800, cost.of(20));
        assertEquals(1_000, cost.of(70));
        assertEquals(70, cost.longest(1_000));
        assertEquals(10, cost.longest(400));
    }
}
