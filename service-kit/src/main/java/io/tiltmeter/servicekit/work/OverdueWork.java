package io.tiltmeter.servicekit.work;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/** Items whose leases or pauses are not as they should be: their workers died, or the database's clock was set back. */
@Singleton
class OverdueWork {
    /** Clocks of replicated databases may differ by less. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final EntityManager entityManager;
    private final WorkSettings settings;

    OverdueWork(EntityManager entityManager, WorkSettings settings) {
        this.entityManager = entityManager;
        this.settings = settings;
    }

    /** Fails items whose workers died or fell silent too often. */
    void failAbandoned(WorkHandler handler) {
        String reason = "its worker died or fell silent " + settings.maxFailures() + " times without progress";
        List<?> failed = entityManager
                .createNativeQuery("""
                        update work_item set status = 'failed', finished_at = clock_timestamp(), reason = :reason
                        where id in (
                            select id from work_item
                            where status = 'leased' and lease_until < clock_timestamp() and failures + 1 >= :most
                            for update skip locked)
                        returning *
                        """, WorkItemEntity.class)
                .setParameter("reason", reason)
                .setParameter("most", settings.maxFailures())
                .getResultList();
        failed.forEach(item -> handler.failed(((WorkItemEntity) item).toRecord(), reason));
    }

    /** No lease ends later than one that is taken now; of a live worker, the next heartbeat extends it. */
    void endSoonAfterTheClockWasSetBack() {
        entityManager
                .createNativeQuery("""
                        update work_item set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                        where id in (
                            select id from work_item
                            where status = 'leased'
                                and lease_until > clock_timestamp() + (:lease + :tolerance) * interval '1 millisecond'
                            for update skip locked)
                        """)
                .setParameter("lease", settings.lease().toMillis())
                .setParameter("tolerance", CLOCK_TOLERANCE.toMillis())
                .executeUpdate();
    }

    /** The longest time that an item waits for its next attempt. */
    long maxPauseMillis() {
        Duration longest =
                settings.maxBackOff().compareTo(settings.lease()) > 0 ? settings.maxBackOff() : settings.lease();
        return longest.plus(CLOCK_TOLERANCE).toMillis();
    }
}
