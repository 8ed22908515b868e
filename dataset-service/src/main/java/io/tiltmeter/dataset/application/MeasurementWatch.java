package io.tiltmeter.dataset.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.dataset.persistence.MeasurementRepository;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Requests shards again of which no event comes: a request or a result may have been lost with a broker. */
@Singleton
public class MeasurementWatch {
    private static final Logger LOG = Logger.getLogger(MeasurementWatch.class);

    private final MeasurementRepository repository;
    private final MeasurementService measurements;
    private final Duration requestAgainAfter;
    private final ScheduledExecutorService clock = DaemonClock.named("measurement-watch");

    public MeasurementWatch(MeasurementRepository repository, MeasurementService measurements, DatasetConfig config) {
        this.repository = repository;
        this.measurements = measurements;
        this.requestAgainAfter = config.requestAgainAfter();
    }

    void start(@Observes StartupEvent event) {
        long pause = Math.max(1, requestAgainAfter.dividedBy(4).toMillis());
        clock.scheduleWithFixedDelay(this::requestOverdue, pause, pause, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void requestOverdue() {
        try {
            List<String> requested = QuarkusTransaction.requiringNew().call(() -> {
                List<String> overdue = repository.lockWithoutEvents(requestAgainAfter);
                overdue.forEach(id ->
                        measurements.requestMissing(repository.measurement(id).orElseThrow()));
                return overdue;
            });
            requested.forEach(id -> LOG.warnf("requested missing shards again measurement=%s", id));
        } catch (RuntimeException e) {
            LOG.warnf("could not look for overdue measurements reason=%s", e.getMessage());
        }
    }
}
