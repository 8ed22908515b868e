package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When a study was deleted, at the latest. */
@Entity(name = "DeletedStudy")
@Table(name = "deleted_study")
public class DeletedStudyEntity {
    @Id
    String studyId;

    Instant deletedAt;
}
