package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An event that was accepted as work. */
@Entity(name = "ArchivedEvent")
@Table(name = "event_archive")
public class ArchivedEventEntity {
    /** The id of its work, which says what it is about. */
    @Id
    String id;

    /** Its topic. */
    String topic;

    String runId;

    /** The event as JSON. */
    String payload;
}
