package io.tiltmeter.servicekit.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the outbox.
 *
 * @param id counts up in the order of writing
 * @param eventId the CloudEvents id; the same however often it is sent
 * @param topic where it goes
 * @param eventKey what orders it
 * @param eventType the CloudEvents type
 * @param payload JSON
 * @param createdAt when it was written
 */
public record OutboxEvent(
        long id, UUID eventId, String topic, String eventKey, String eventType, String payload, Instant createdAt) {}
