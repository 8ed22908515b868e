package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedPartTest {
    @TempDir
    Path data;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @AfterEach
    void stopClock() {
        clock.shutdownNow();
    }

    @Test
    void killedProcessComesBackAndBothAreSaid() throws Exception {
        SupervisedPart part = supervised("exec sleep 600");
        part.start();
        Process first = part.process().orElseThrow();
        first.destroyForcibly();
        String ended = nextSaid();
        assertTrue(ended.startsWith("shell ended with code 137 after ") && ended.contains("again in 1 s"), ended);
        assertEquals("shell runs again.", nextSaid());
        Process second = part.process().orElseThrow();
        assertTrue(second.pid() != first.pid() && second.isAlive());
        part.end(Duration.ofSeconds(5));
        assertFalse(second.isAlive());
    }

    @Test
    void processThatKeepsEndingIsStartedEverMoreSlowly() throws Exception {
        SupervisedPart part = supervised("exit 3");
        part.start();
        String first = nextSaid();
        assertTrue(first.contains("code 3") && first.contains("again in 1 s"), first);
        assertEquals("shell runs again.", nextSaid());
        String second = nextSaid();
        assertTrue(second.contains("again in 2 s"), second);
        assertEquals(2, part.unaskedEnds());
        part.end(Duration.ofSeconds(5));
    }

    @Test
    void endedPartStaysEnded() throws Exception {
        SupervisedPart part = supervised("trap '' TERM; while :; do sleep 1; done");
        part.start();
        part.end(Duration.ofMillis(200));
        assertTrue(part.process().isEmpty());
        assertEquals(0, part.unaskedEnds());
        assertEquals(null, said.poll());
    }

    private SupervisedPart supervised(String command) {
        return new SupervisedPart(new ShellPart(command, data), clock, said::add, () -> {});
    }

    private String nextSaid() throws InterruptedException {
        String sentence = said.poll(20, TimeUnit.SECONDS);
        assertTrue(sentence != null, "nothing was said within 20 s");
        return sentence;
    }
}
