package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A run whose checkpoints come from elsewhere. */
@Entity(name = "AdoptedRun")
@Table(name = "adopted_run")
public class AdoptedRunEntity {
    @Id
    String runId;

    String outputDirectory;

    /** Of the newest event; 0 before the first. */
    long revision;

    /** An {@link AdoptedRun} as JSON. */
    String document;

    Instant createdAt;

    AdoptedRun toRecord() {
        return Json.read(document, AdoptedRun.class);
    }
}
