package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Responses of one kind that are complete. */
@Entity(name = "CompleteResponses")
@Table(name = "complete_responses")
@IdClass(CompleteResponsesEntity.Key.class)
public class CompleteResponsesEntity {
    @Id
    String identity;

    /** Its {@link io.tiltmeter.evaluator.evaluation.ResponseKind#id}. */
    @Id
    String kind;

    /** {@link StoredResponses} as JSON. */
    String document;

    /** What they are found by. */
    record Key(String identity, String kind) {}
}
