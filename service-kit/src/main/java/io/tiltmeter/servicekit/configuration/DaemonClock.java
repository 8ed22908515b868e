package io.tiltmeter.servicekit.configuration;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Timers of background jobs, which follow the monotonic clock and keep no process from ending. */
public final class DaemonClock {
    private DaemonClock() {}

    /** A timer with one thread of this name. */
    public static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
