package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.servicekit.json.Json;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** An evaluation that a run requests of one of its checkpoints. It is open while scores of it are missing. */
@Entity(name = "Evaluation")
@Table(name = "evaluation")
@IdClass(EvaluationKey.class)
public class EvaluationEntity extends WorkEntity {
    @Id
    String runId;

    @Id
    int step;

    @Id
    String suiteId;

    @Id
    String arm;

    /** Of the task, which several runs may request. */
    String identity;

    /** A {@link RequestedEvaluation} as JSON. */
    String document;

    StoredEvaluation toRecord(StoredWork work) {
        return new StoredEvaluation(Json.read(document, RequestedEvaluation.class), acceptedAt, work);
    }
}
