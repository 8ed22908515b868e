package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A training loss that was imported beside a curve: no checkpoint of ours stands behind it. */
@Entity(name = "ImportedLoss")
@Table(name = "imported_loss")
@IdClass(ImportedLossEntity.Id.class)
public class ImportedLossEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    String part;

    @jakarta.persistence.Id
    int step;

    double lossNats;

    record Id(String runId, String part, int step) {}
}
