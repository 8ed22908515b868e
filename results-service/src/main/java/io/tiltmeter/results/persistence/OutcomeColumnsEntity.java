package io.tiltmeter.results.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The numbers of an evaluation's items, an entry an item in the order of its list; see {@code ItemShares}. */
@Entity(name = "OutcomeColumns")
@Table(name = "outcome_columns")
public class OutcomeColumnsEntity {
    @Id
    long evaluationId;

    String itemList;
    double[] context;
    double[] memory;
    double[] correct;

    /** Null where the scorer asks for no likelihoods. */
    double[] margin;
}
