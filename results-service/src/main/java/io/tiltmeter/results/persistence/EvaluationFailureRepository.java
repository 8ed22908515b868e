package io.tiltmeter.results.persistence;

import static java.util.stream.Collectors.groupingBy;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.EvaluationFailed;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Evaluations that were given up. */
@Singleton
public class EvaluationFailureRepository
        implements PanacheRepositoryBase<EvaluationFailureEntity, EvaluationFailureEntity.Id> {
    /** Stores the failure of an evaluation, unless a later one is stored. */
    public void accept(EvaluationFailed event) {
        getEntityManager()
                .createQuery("""
                        insert into EvaluationFailure as f (runId, step, suiteId, arm, attempts, reason, failedAt)
                        values (:id, :step, :suite, :arm, :attempts, :reason, :failedAt)
                        on conflict (runId, step, suiteId, arm) do update set attempts = excluded.attempts,
                            reason = excluded.reason, failedAt = excluded.failedAt
                        where excluded.failedAt > f.failedAt
                        """)
                .setParameter("id", event.runId())
                .setParameter("step", event.step())
                .setParameter("suite", event.suiteId())
                .setParameter("arm", event.arm())
                .setParameter("attempts", event.attempts())
                .setParameter("reason", event.reason())
                .setParameter("failedAt", event.failedAt())
                .executeUpdate();
    }

    /** Evaluations of a run that were given up and that no later attempt finished, by ascending step. */
    public List<EvaluationFailed> ofRun(String runId) {
        return ofRuns(List.of(runId)).getOrDefault(runId, List.of());
    }

    /** As {@link #ofRun}, of several runs; a run without any is absent. */
    public Map<String, List<EvaluationFailed>> ofRuns(Collection<String> runIds) {
        return find("""
                        from EvaluationFailure f where f.runId = one_of(?1) and not exists (
                            select 1 from Evaluation e where e.runId = f.runId and e.step = f.step
                                and e.suiteId = f.suiteId and e.arm = f.arm)
                        order by f.runId, f.step, f.suiteId, f.arm
                        """, (Object) runIds.toArray(String[]::new)).stream()
                .map(EvaluationFailureEntity::toRecord)
                .collect(groupingBy(EvaluationFailed::runId));
    }
}
