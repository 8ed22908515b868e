package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps one part running: when its process ends unexpectedly, reports it and restarts it, with growing delays. */
final class SupervisedPart {
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    static final Duration MAX_DELAY = Duration.ofSeconds(30);
    /** After a process that ran this long the delays start over. */
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final Part part;
    private final ScheduledExecutorService clock;
    private final Consumer<String> report;
    private final Runnable changed;
    private Process process;
    private long startedNanos;
    private Duration delay = FIRST_DELAY;
    private int failures;
    private boolean ending;

    /**
     * @param clock runs the restarts
     * @param report takes a sentence for the user
     * @param changed is called when a process has been started
     */
    SupervisedPart(Part part, ScheduledExecutorService clock, Consumer<String> report, Runnable changed) {
        this.part = part;
        this.clock = clock;
        this.report = report;
        this.changed = changed;
    }

    Part part() {
        return part;
    }

    /** The process that runs now. */
    synchronized Optional<Process> process() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /** How often it ended unexpectedly or could not be started. */
    synchronized int failures() {
        return failures;
    }

    /**
     * Starts it for the first time.
     *
     * @throws IOException if the operating system refuses
     */
    void start() throws IOException {
        synchronized (this) {
            if (ending) {
                return;
            }
            Process started = part.starter().start();
            process = started;
            startedNanos = System.nanoTime();
            started.onExit().thenAccept(this::ended);
        }
        changed.run();
    }

    /** Asks it to end, and ends it by force after the grace. */
    void end(Duration grace) {
        Process last;
        synchronized (this) {
            ending = true;
            last = process;
            if (last == null || !last.isAlive()) {
                return;
            }
            part.stopper().accept(last);
        }
        last.onExit()
                .completeOnTimeout(last, grace.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        last.destroyForcibly().onExit().join();
    }

    private void startAgain() {
        try {
            start();
            report.accept(part.name() + " is running again.");
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                failures++;
                report.accept(String.format(
                        "%s cannot be started: %s; trying again in %s.", part.name(), e.getMessage(), seconds(delay)));
                startLater();
            }
        }
    }

    private synchronized void ended(Process exited) {
        if (ending) {
            return;
        }
        failures++;
        Duration ran = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (ran.compareTo(HEALTHY) >= 0) {
            delay = FIRST_DELAY;
        }
        report.accept(String.format(
                "%s ended with code %d after %s; restarting it in %s (its log: %s).",
                part.name(), exited.exitValue(), seconds(ran), seconds(delay), part.log()));
        startLater();
    }

    private void startLater() {
        clock.schedule(this::startAgain, delay.toMillis(), TimeUnit.MILLISECONDS);
        Duration twice = delay.multipliedBy(2);
        delay = twice.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : twice;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.0f s", duration.toMillis() / 1000.0);
    }
}
