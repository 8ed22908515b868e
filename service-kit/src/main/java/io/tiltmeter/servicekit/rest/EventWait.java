package io.tiltmeter.servicekit.rest;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets requests wait for the event of something that was made a moment ago: a few at once, and without a thread. */
public final class EventWait {
    private static final int MAX_WAITING = 8;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final Semaphore places = new Semaphore(MAX_WAITING);

    /**
     * What is done for a request: at once, and while it throws {@link EventAwaited} again and again until the time is over. Once
     * only if as many requests wait as may.
     *
     * @throws EventAwaited if it does not wait
     */
    public <T> Uni<T> answer(Supplier<T> request, Duration longest) {
        try {
            return Uni.createFrom().item(request.get());
        } catch (EventAwaited unknown) {
            if (longest.isZero() || !places.tryAcquire()) {
                throw unknown;
            }
        }
        return again(request, System.nanoTime() + longest.toNanos())
                .onTermination()
                .invoke(places::release);
    }

    private static <T> Uni<T> again(Supplier<T> request, long deadline) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(BETWEEN_TRIES)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(delayed -> request.get())
                .onFailure(EventAwaited.class)
                .recoverWithUni(unknown -> System.nanoTime() < deadline
                        ? again(request, deadline)
                        : Uni.createFrom().failure(unknown));
    }
}
