package io.tiltmeter.servicekit.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes finished items of work after {@code tiltmeter.work.keep-finished}: what is to stay lies in tables of its own. */
@Singleton
public class FinishedWork {
    private static final Logger LOG = Logger.getLogger(FinishedWork.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final PatientTransactions transactions;
    private final WorkRepository work;
    private final Duration kept;
    private final ScheduledExecutorService clock = DaemonClock.named("finished-work");

    public FinishedWork(PatientTransactions transactions, WorkRepository work, KitConfig config) {
        this.transactions = transactions;
        this.work = work;
        this.kept = config.work().keepFinished();
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::purge, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void purge() {
        try {
            int purged = transactions.call(() -> work.purge(kept));
            if (purged > 0) {
                LOG.infof("finished work was purged items=%d olderThan=%s", purged, kept);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "finished work could not be purged, trying again in %s", EVERY);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }
}
