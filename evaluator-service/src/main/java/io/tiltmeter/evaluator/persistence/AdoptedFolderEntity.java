package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A folder that was copied into the artifact store. */
@Entity(name = "AdoptedFolder")
@Table(name = "adopted_folder")
public class AdoptedFolderEntity {
    /** Over paths, sizes, times and inodes of its files. */
    @Id
    String fingerprint;

    /** The copy, an {@link ArtifactRef} as JSON. */
    String model;
}
