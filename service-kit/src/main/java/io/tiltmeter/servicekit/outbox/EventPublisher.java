package io.tiltmeter.servicekit.outbox;

import java.util.List;

/** Sends events to the broker. */
public interface EventPublisher extends AutoCloseable {
    /**
     * Sends all of them in order, and returns when the broker has acknowledged every one.
     *
     * @throws PublishingFailed if any was not acknowledged; some may have been
     */
    void publish(List<OutboxEvent> events);

    @Override
    void close();

    /** The broker did not acknowledge. */
    final class PublishingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public PublishingFailed(Throwable cause) {
            super("the broker did not acknowledge: " + cause.getMessage(), cause);
        }
    }
}
