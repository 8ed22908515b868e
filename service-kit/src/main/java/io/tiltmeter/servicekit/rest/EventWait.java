package io.tiltmeter.servicekit.rest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets requests wait for the event of something that was made a moment ago: a few at once, since each holds a thread, of which
 * reads need some too.
 */
public final class EventWait {
    private static final int MAX_WAITING = 8;
    private static final long POLL_MILLIS = 50;

    private final Semaphore places = new Semaphore(MAX_WAITING);

    /**
     * Reads a value until it has arrived, or the time is over; only once if as many requests wait as may.
     *
     * @return what was read last
     */
    public <T> T read(Supplier<T> value, Predicate<T> hasArrived, Duration longest) {
        T read = value.get();
        if (hasArrived.test(read) || !places.tryAcquire()) {
            return read;
        }
        try {
            long deadline = System.nanoTime() + longest.toNanos();
            while (!hasArrived.test(read) && System.nanoTime() < deadline) {
                Thread.sleep(POLL_MILLIS);
                read = value.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
        return read;
    }
}
