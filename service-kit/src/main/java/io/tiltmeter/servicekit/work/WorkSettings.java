package io.tiltmeter.servicekit.work;

import java.time.Duration;

/**
 * How work is leased and retried.
 *
 * @param lease how long a worker may be silent before its work is taken over
 * @param poll how often an idle worker looks without being woken
 * @param maxFailures failures without progress after which an item is failed for good
 * @param firstBackOff pause after the first failure; doubled after each further one
 * @param maxBackOff no pause is longer
 */
public record WorkSettings(Duration lease, Duration poll, int maxFailures, Duration firstBackOff, Duration maxBackOff) {
    public static final WorkSettings DEFAULT = new WorkSettings(
            Duration.ofSeconds(12), Duration.ofMillis(300), 5, Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** The pause after this many failures. */
    Duration backOff(int failures) {
        Duration pause = firstBackOff;
        for (int i = 1; i < failures && pause.compareTo(maxBackOff) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(maxBackOff) < 0 ? pause : maxBackOff;
    }

    Duration heartbeat() {
        return lease.dividedBy(4);
    }
}
