package io.tiltmeter.dataset.api.measurement;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.dataset.api.DatasetConfig;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks again for shards that nothing is heard of: a request or an answer may have been lost with a broker. */
@Singleton
public class MeasurementWatch {
    private static final Logger LOG = Logger.getLogger(MeasurementWatch.class);

    private final Transactions transactions;
    private final MeasurementStore measurements;
    private final Measurements asking;
    private final Duration askAgainAfter;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "measurement-watch");
        thread.setDaemon(true);
        return thread;
    });

    public MeasurementWatch(
            Transactions transactions, MeasurementStore measurements, Measurements asking, DatasetConfig config) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.asking = asking;
        this.askAgainAfter = config.askAgainAfter();
    }

    void start(@Observes StartupEvent event) {
        long pause = Math.max(1, askAgainAfter.dividedBy(4).toMillis());
        clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void look() {
        try {
            List<String> asked = transactions.run(handle -> {
                List<String> silent = measurements.silent(handle, askAgainAfter);
                silent.forEach(id -> asking.askForMissing(
                        handle, measurements.find(handle, id).orElseThrow()));
                return silent;
            });
            asked.forEach(id -> LOG.warnf("asked again for missing shards measurement=%s", id));
        } catch (RuntimeException e) {
            LOG.warnf("could not look for missing shards reason=%s", e.getMessage());
        }
    }
}
