package io.tiltmeter.servicekit.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleTasksTest {
    private final List<String> done = new ArrayList<>();
    private final IdleTasks tasks = new IdleTasks(
            List.of(task(10, "memory"), task(300, "model")),
            () -> Duration.ofSeconds(this.seconds).toNanos());
    private long seconds;

    @Test
    void nothingIsDoneBeforeAnItemWas() {
        seconds = 1000;
        tasks.noItem();
        assertEquals(List.of(), done);
    }

    @Test
    void eachTaskIsDoneOnceWhenItIsDue() {
        tasks.itemEnded();
        for (seconds = 0; seconds < 1000; seconds++) {
            tasks.noItem();
        }
        assertEquals(List.of("memory at 10", "model at 300"), done);
    }

    @Test
    void anItemBeginsTheIdleTimeAgain() {
        tasks.itemEnded();
        seconds = 12;
        tasks.noItem();
        seconds = 200;
        tasks.itemEnded();
        seconds = 209;
        tasks.noItem();
        assertEquals(List.of("memory at 12"), done);
        seconds = 310;
        tasks.noItem();
        seconds = 500;
        tasks.noItem();
        assertEquals(List.of("memory at 12", "memory at 310", "model at 500"), done);
    }

    @Test
    void aTaskThatFailsStopsNoOther() {
        IdleTasks failing = new IdleTasks(
                List.of(
                        new IdleTask(Duration.ZERO, () -> {
                            throw new IllegalStateException("no luck");
                        }),
                        task(0, "memory")),
                () -> 0);
        failing.itemEnded();
        failing.noItem();
        failing.noItem();
        assertEquals(List.of("memory at 0"), done);
    }

    private IdleTask task(long afterSeconds, String name) {
        return new IdleTask(Duration.ofSeconds(afterSeconds), () -> done.add(name + " at " + seconds));
    }
}
