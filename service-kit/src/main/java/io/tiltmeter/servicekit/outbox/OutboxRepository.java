package io.tiltmeter.servicekit.outbox;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.hibernate.Timeouts;
import org.hibernate.jpa.SpecHints;

/** The rows of the outbox. */
@Singleton
public class OutboxRepository implements PanacheRepository<OutboxEventEntity> {
    /** The oldest events that wait, locked; those that another relay has locked are passed over. */
    List<OutboxEvent> lockOldest(int limit) {
        return find("setAsideAt is null order by id")
                .page(0, limit)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                .stream()
                .map(OutboxEventEntity::toRecord)
                .toList();
    }

    void delete(List<OutboxEvent> events) {
        delete("id in ?1", events.stream().map(OutboxEvent::id).toList());
    }

    /** Keeps an event that the broker refuses, without sending it again. */
    void setAside(OutboxEvent event, String reason) {
        update("setAsideAt = instant, reason = ?1 where id = ?2", reason, event.id());
    }

    /**
     * Drops the events of a key that are not being published at this moment. Native: a bulk delete of HQL cannot pass over
     * locked rows, for which it would wait until the broker has acknowledged them.
     */
    void deleteWaiting(String topic, String key) {
        getEntityManager()
                .createNativeQuery("""
                        delete from outbox_event where id in (
                            select id from outbox_event where topic = :topic and event_key = :key
                            for update skip locked)
                        """)
                .setParameter("topic", topic)
                .setParameter("key", key)
                .executeUpdate();
    }
}
