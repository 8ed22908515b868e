package io.tiltmeter.answertext;

import java.util.concurrent.atomic.AtomicReference;

/** Runs a test in a thread with a small stack, where a recursion for each repetition in a text does not fit. */
public final class SmallStack {
    private static final long BYTES = 256 << 10;

    private SmallStack() {}

    public static void run(Runnable test) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, test, "small stack", BYTES);
        thread.setUncaughtExceptionHandler((failed, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the test ran", e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }
}
