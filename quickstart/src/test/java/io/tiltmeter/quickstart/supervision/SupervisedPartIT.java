package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedPartIT {
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();

    @AfterEach
    void stopClock() {
        clock.shutdownNow();
    }

    @Test
    void killedProcessIsRestartedAndBothAreReported() throws Exception {
        SupervisedPart part = supervised("exec sleep 600");
        part.start();
        Process first = part.process().orElseThrow();
        first.destroyForcibly();
        String ended = nextReported();
        assertTrue(
                ended.startsWith("shell ended with code 137 after ") && ended.contains("restarting it in 1 s"), ended);
        assertEquals("shell is running again.", nextReported());
        Process second = part.process().orElseThrow();
        assertTrue(second.pid() != first.pid() && second.isAlive());
        part.end(Duration.ofSeconds(5));
        assertFalse(second.isAlive());
    }

    @Test
    void processThatKeepsEndingIsRestartedWithGrowingDelays() throws Exception {
        SupervisedPart part = supervised("exit 3");
        part.start();
        String first = nextReported();
        assertTrue(first.contains("code 3") && first.contains("restarting it in 1 s"), first);
        assertEquals("shell is running again.", nextReported());
        String second = nextReported();
        assertTrue(second.contains("restarting it in 2 s"), second);
        assertEquals(2, part.failures());
        part.end(Duration.ofSeconds(5));
    }

    @Test
    void endedPartStaysEnded() throws Exception {
        SupervisedPart part = supervised("trap '' TERM; while :; do sleep 1; done");
        part.start();
        part.end(Duration.ofMillis(200));
        assertTrue(part.process().isEmpty());
        assertEquals(0, part.failures());
        assertEquals(null, reported.poll());
    }

    /** Each waits for the signal of the other before it ends: one after another, the first would be killed. */
    @Test
    void partsAreAskedToEndAtOnce(@TempDir Path folder) throws Exception {
        String waits = "trap 'touch %1$s; while [ ! -e %2$s ]; do sleep 0.05; done; exit 0' TERM; echo ready;"
                + " while :; do sleep 0.05; done";
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        List<SupervisedPart> parts =
                List.of(supervised(waits.formatted(one, other)), supervised(waits.formatted(other, one)));
        for (SupervisedPart part : parts) {
            part.start();
        }
        List<Process> processes =
                parts.stream().map(part -> part.process().orElseThrow()).toList();
        for (Process process : processes) {
            assertEquals("ready", process.inputReader().readLine(), "the signal is caught from here on");
        }
        RunningSystem.endAtOnce(parts, Duration.ofSeconds(20));
        for (Process process : processes) {
            assertEquals(0, process.waitFor(), "ended by itself");
        }
    }

    private SupervisedPart supervised(String command) {
        return new SupervisedPart(shell(command), clock, reported::add, () -> {});
    }

    private static Part shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        return new Part("shell", Path.of("/dev/null"), builder::start, Process::destroy);
    }

    private String nextReported() throws InterruptedException {
        String sentence = reported.poll(20, TimeUnit.SECONDS);
        assertTrue(sentence != null, "nothing was reported within 20 s");
        return sentence;
    }
}
