package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A change of a live warning that was published. */
@Entity(name = "AnnouncedWarning")
@Table(name = "warning_announced")
@IdClass(AnnouncedWarningEntity.Id.class)
public class AnnouncedWarningEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    String suiteId;

    @jakarta.persistence.Id
    int step;

    /** The constant in lower case: keys have no converters. */
    @jakarta.persistence.Id
    String state;

    record Id(String runId, String suiteId, int step, String state) {}
}
