package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What runs were trained on, for their evidence. */
@Entity(name = "Mixture")
@Table(name = "mixture")
public class MixtureEntity {
    @Id
    String mixtureId;

    /** The event as JSON. */
    String document;
}
