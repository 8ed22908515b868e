package io.tiltmeter.servicekit.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An event that waits to be published; see {@link OutboxEvent}. */
@Entity(name = "OutboxEvent")
@Table(name = "outbox_event")
public class OutboxEventEntity {
    /** Counts up in the order of writing. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    UUID eventId;
    String topic;
    String eventKey;
    String eventType;
    String payload;

    /** By the database's clock. */
    @Column(insertable = false, updatable = false)
    Instant createdAt;

    /** When the broker refused it for good; it is not sent again. */
    Instant setAsideAt;

    /** Why it was set aside. */
    String reason;

    OutboxEvent toRecord() {
        return new OutboxEvent(id, eventId, topic, eventKey, eventType, payload, createdAt);
    }
}
