package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.suite.SuiteRef;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A suite as the newest event of it says. */
@Entity(name = "Suite")
@Table(name = "suite")
public class SuiteEntity {
    @Id
    String suiteId;

    /** A {@link SuiteRef} as JSON. */
    String document;

    Instant readyAt;
}
