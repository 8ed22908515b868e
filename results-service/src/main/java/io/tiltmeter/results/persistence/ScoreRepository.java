package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of the evaluations of a run, for those who show or export them one by one. */
@Singleton
public class ScoreRepository implements PanacheRepositoryBase<EvaluationEntity, Long> {
    /** By the characters of names, in whatever order the database sorts texts. */
    private static final Comparator<EvaluatedItems> IN_ORDER = Comparator.comparingInt(EvaluatedItems::step)
            .thenComparing(EvaluatedItems::suiteId)
            .thenComparing(EvaluatedItems::scorer)
            .thenComparingInt(EvaluatedItems::scorerVersion)
            .thenComparing(EvaluatedItems::arm);

    /**
     * The files of an evaluation in lm-evaluation-harness' format.
     *
     * @param task its short name
     */
    public record StoredFiles(
            String suiteId, String task, String arm, String scorer, HarnessFiles files, Instant finishedAt) {}

    public record EvaluatedItems(
            long evaluationId, int step, String suiteId, String task, String scorer, int scorerVersion, String arm) {}

    /**
     * Some evaluations of a run, by step, suite, arm, scorer and version.
     *
     * @param step of this step alone, if it is given
     */
    public List<StoredEvaluation> rows(String runId, Optional<Integer> step, int limit, int offset) {
        return ofRun(runId, step).range(offset, offset + limit - 1).stream()
                .map(EvaluationEntity::toRecord)
                .toList();
    }

    /** All evaluations of a run, in the same order. */
    public List<StoredEvaluation> rows(String runId) {
        return ofRun(runId, Optional.empty()).stream()
                .map(EvaluationEntity::toRecord)
                .toList();
    }

    public long countRows(String runId, Optional<Integer> step) {
        return ofRun(runId, step).count();
    }

    /** The files of a checkpoint's evaluations, each by the scorer's newest version, in no order. */
    public Collection<StoredFiles> harnessFiles(String runId, int step) {
        Map<List<String>, StoredFiles> newest = new HashMap<>();
        getEntityManager()
                .createQuery("""
                        select suiteId, task, arm, scorer, harness, finishedAt from Evaluation
                        where runId = :run and step = :step and harness is not null order by scorerVersion
                        """, StoredFiles.class)
                .setParameter("run", runId)
                .setParameter("step", step)
                .getResultStream()
                .forEach(each -> newest.put(List.of(each.suiteId(), each.arm(), each.scorer()), each));
        return newest.values();
    }

    /** The steps of a run that have such files, ascending. */
    public List<Integer> harnessSteps(String runId) {
        return getEntityManager()
                .createQuery(
                        "select distinct step from Evaluation where runId = :run and harness is not null order by step",
                        Integer.class)
                .setParameter("run", runId)
                .getResultList();
    }

    /** The evaluations of a run that have items, by step, suite, scorer, version and arm. */
    public List<EvaluatedItems> withItems(String runId) {
        return getEntityManager()
                .createQuery("""
                        select e.id, e.step, e.suiteId, e.task, e.scorer, e.scorerVersion, e.arm
                        from Evaluation e join OutcomeColumns o on o.evaluationId = e.id where e.runId = :run
                        """, EvaluatedItems.class)
                .setParameter("run", runId)
                .getResultStream()
                .sorted(IN_ORDER)
                .toList();
    }

    private PanacheQuery<EvaluationEntity> ofRun(String runId, Optional<Integer> step) {
        Sort order = Sort.by("step", "suiteId", "arm", "scorer", "scorerVersion");
        return step.isPresent()
                ? find("runId = ?1 and step = ?2", order, runId, step.get())
                : find("runId", order, runId);
    }
}
