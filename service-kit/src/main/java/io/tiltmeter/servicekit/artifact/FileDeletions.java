package io.tiltmeter.servicekit.artifact;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Files that nothing needs any more, noted in the transaction in which that came about, and deleted after it: by this process at
 * once, or by one that starts later. What cannot be deleted is tried again.
 */
@Singleton
public class FileDeletions implements PanacheRepositoryBase<FileDeletionEntity, String> {
    private static final Logger LOG = Logger.getLogger(FileDeletions.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ArtifactStore artifacts;
    private final Event<Added> added;
    private final ScheduledExecutorService clock = DaemonClock.named("file-deletions");

    /** Files were noted: after the commit they can be deleted. */
    record Added() {}

    public FileDeletions(ArtifactStore artifacts, Event<Added> added) {
        this.artifacts = artifacts;
        this.added = added;
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::deleteNoted, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Added event) {
        clock.execute(this::deleteNoted);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /**
     * Notes files or folders within the caller's transaction.
     *
     * @param paths in the artifact store, as {@link io.tiltmeter.contracts.ArtifactRef#isPlainPath} allows
     */
    public void add(Collection<String> paths) {
        for (String path : paths) {
            getEntityManager()
                    .createQuery("insert into FileDeletion (path) values (:path) on conflict (path) do nothing")
                    .setParameter("path", path)
                    .executeUpdate();
        }
        if (!paths.isEmpty()) {
            added.fire(new Added());
        }
    }

    private void deleteNoted() {
        try {
            List<String> paths = QuarkusTransaction.requiringNew()
                    .call(() -> getEntityManager()
                            .createQuery("select path from FileDeletion order by addedAt, path", String.class)
                            .getResultList());
            paths.forEach(this::deleteNoted);
        } catch (RuntimeException e) {
            LOG.warnf("files to delete cannot be listed, trying again in %s reason=%s", EVERY, e.getMessage());
        }
    }

    private void deleteNoted(String path) {
        try {
            artifacts.delete(path);
            QuarkusTransaction.requiringNew().run(() -> deleteById(path));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("files cannot be deleted, trying again in %s path=%s reason=%s", EVERY, path, e.getMessage());
        }
    }
}
