package io.tiltmeter.servicekit.outbox;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Events that wait to be published, written in the transaction that made them true, so that neither is stored without the other. */
public final class Outbox {
    private final EventCodec codec;

    public Outbox(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * Adds one event to the transaction.
     *
     * @param key the Kafka key: the run id, or the mixture's or suite's id
     */
    public <T> void append(Handle handle, EventType<T> type, String key, T event) {
        handle.createUpdate("""
                        insert into outbox_event (event_id, topic, event_key, event_type, payload)
                        values (:eventId, :topic, :key, :type, :payload)
                        """)
                .bind("eventId", UUID.randomUUID())
                .bind("topic", type.topic())
                .bind("key", key)
                .bind("type", type.cloudEventType())
                .bind("payload", codec.encode(type, event))
                .execute();
    }

    /**
     * As {@link #append}, for an event that replaces all older ones of its type and key: those that still wait are
     * dropped, so that they cannot pile up while the broker is unavailable.
     */
    public <T> void appendLatest(Handle handle, EventType<T> type, String key, T event) {
        handle.createUpdate("""
                        delete from outbox_event where id in (
                            select id from outbox_event where topic = :topic and event_key = :key
                            for update skip locked)
                        """).bind("topic", type.topic()).bind("key", key).execute();
        append(handle, type, key, event);
    }
}
