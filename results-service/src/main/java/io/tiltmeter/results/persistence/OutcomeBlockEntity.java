package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Whole outcomes of an evaluation as JSON lines: items 0 to 255 of its list are in block 0. */
@Entity(name = "OutcomeBlock")
@Table(name = "outcome_block")
@IdClass(OutcomeBlockEntity.Id.class)
public class OutcomeBlockEntity {
    @jakarta.persistence.Id
    long evaluationId;

    @jakarta.persistence.Id
    int block;

    String documents;

    record Id(long evaluationId, int block) {}
}
