package io.tiltmeter.servicekit.outbox;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Events that wait to be published, written in the transaction that made them true, so that neither is stored without the other. */
@Singleton
public class Outbox {
    /** Of an event's JSON, in bytes: a broker's default limit is 1 MiB with all headers. */
    static final int MAX_EVENT_BYTES = 1_000_000;

    private final OutboxRepository rows;
    private final EventCodec codec;
    private final Event<Appended> appended;

    /** An event was added to the transaction: after the commit it can be published. */
    record Appended() {}

    public Outbox(OutboxRepository rows, EventCodec codec, Event<Appended> appended) {
        this.rows = rows;
        this.codec = codec;
        this.appended = appended;
    }

    /**
     * Adds one event to the transaction.
     *
     * @param key the Kafka key: the run id, or the mixture's or suite's id
     * @throws InvalidRequest if the event is larger than brokers take: what asked for it has to be smaller
     */
    public <T> void append(EventType<T> type, String key, T event) {
        OutboxEventEntity row = new OutboxEventEntity();
        row.eventId = UUID.randomUUID();
        row.topic = type.topic();
        row.eventKey = key;
        row.eventType = type.cloudEventType();
        row.payload = codec.encode(type, event);
        requireSendable(type, row.payload);
        rows.persist(row);
        appended.fire(new Appended());
    }

    /**
     * As {@link #append}, for an event that replaces all older ones of its type and key: those that still wait are
     * dropped, so that they cannot pile up while the broker is unavailable.
     */
    public <T> void appendLatest(EventType<T> type, String key, T event) {
        rows.deleteWaiting(type.topic(), key);
        append(type, key, event);
    }

    private static void requireSendable(EventType<?> type, String payload) {
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_EVENT_BYTES) {
            throw new InvalidRequest(List.of(new Fault(
                    "body",
                    bytes + " bytes",
                    "at most " + MAX_EVENT_BYTES + " bytes in its event " + type.topic(),
                    "send shorter texts or fewer elements in the lists of the request")));
        }
    }
}
