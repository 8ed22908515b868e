package io.tiltmeter.servicekit.persistence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gauges of values that one thread reads from the database every second, so that a scrape never waits for the database, however
 * many are scraped and whether it is available or not.
 */
@Singleton
public class DatabaseGauges {
    private static final Logger LOG = Logger.getLogger(DatabaseGauges.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final MeterRegistry registry;
    private final List<Meter> shown = new CopyOnWriteArrayList<>();
    private final List<Value<?>> values = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = DaemonClock.named("database-gauges");

    public DatabaseGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows a gauge of a value that is kept fresh until the service ends: the registry may outlive it. */
    public void show(String name, String description, Tags tags, Supplier<Number> value) {
        shown.add(Gauge.builder(name, value).description(description).tags(tags).register(registry));
    }

    /**
     * Keeps a value fresh from the start of the service on.
     *
     * @param unknown is given until it was read, and while the database is unavailable
     * @param read runs in a transaction of its own
     */
    public <T> Supplier<T> keep(T unknown, Supplier<T> read) {
        Value<T> value = new Value<>(unknown, read);
        values.add(value);
        return () -> value.newest;
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(() -> values.forEach(Value::refresh), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
        shown.forEach(registry::remove);
    }

    private static final class Value<T> {
        private final T unknown;
        private final Supplier<T> read;
        private volatile T newest;

        private Value(T unknown, Supplier<T> read) {
            this.unknown = unknown;
            this.read = read;
            this.newest = unknown;
        }

        private void refresh() {
            try {
                newest = QuarkusTransaction.requiringNew().call(read::get);
            } catch (RuntimeException e) {
                newest = unknown;
                if (DatabaseUnavailable.is(e)) {
                    LOG.debugf("a value is not read, the database is unavailable reason=%s", e.getMessage());
                } else {
                    LOG.warnf(e, "a value could not be read");
                }
            }
        }
    }
}
