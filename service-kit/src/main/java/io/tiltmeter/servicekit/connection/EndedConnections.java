package io.tiltmeter.servicekit.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Counts the connections that one limit has ended; one of them a minute is logged, however many they are. */
final class EndedConnections {
    private static final Logger LOG = Logger.getLogger(EndedConnections.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Counter counter;
    private final String why;
    private long endedSinceLine;
    private long lineNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    /** @param why the limit, as a sentence of the log */
    EndedConnections(MeterRegistry meters, String reason, String why) {
        this.counter = Counter.builder("tiltmeter.connections.ended")
                .description("Connections that a limit of clients has ended")
                .tag("reason", reason)
                .register(meters);
        this.why = why;
    }

    void ended(InetAddress client) {
        counter.increment();
        long ended;
        synchronized (this) {
            endedSinceLine++;
            long now = System.nanoTime();
            if (now - lineNanos < BETWEEN_LINES.toNanos()) {
                return;
            }
            lineNanos = now;
            ended = endedSinceLine;
            endedSinceLine = 0;
        }
        LOG.infof("connection ended, %s client=%s endedSinceLastLine=%d", why, client.getHostAddress(), ended);
    }
}
