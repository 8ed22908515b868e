package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.EvaluationFailed;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** An evaluation that was given up; see {@link EvaluationFailed}. */
@Entity(name = "EvaluationFailure")
@Table(name = "evaluation_failure")
@IdClass(EvaluationFailureEntity.Id.class)
public class EvaluationFailureEntity {
    @jakarta.persistence.Id
    String runId;

    @jakarta.persistence.Id
    int step;

    @jakarta.persistence.Id
    String suiteId;

    @jakarta.persistence.Id
    String arm;

    int attempts;
    String reason;
    Instant failedAt;

    record Id(String runId, int step, String suiteId, String arm) {}

    EvaluationFailed toRecord() {
        return new EvaluationFailed(runId, step, suiteId, attempts, reason, failedAt, arm);
    }
}
