package io.tiltmeter.servicekit.artifact;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A file or folder that is to be deleted. */
@Entity(name = "FileDeletion")
@Table(name = "file_deletion")
public class FileDeletionEntity {
    @Id
    String path;

    /** By the database's clock. */
    @Column(insertable = false, updatable = false)
    Instant addedAt;
}
