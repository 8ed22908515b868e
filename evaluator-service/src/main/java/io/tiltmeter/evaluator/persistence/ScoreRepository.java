package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The scores of model responses, and the evaluations that they were published for. */
@Singleton
public class ScoreRepository implements PanacheRepositoryBase<ScoreEntity, ScoreEntity.Key> {

    /** Every score of an identity. */
    public Map<ScorerId, StoredScore> scores(String identity) {
        return list("identity", identity).stream()
                .collect(Collectors.toMap(ScoreEntity::scorerId, ScoreEntity::toRecord));
    }

    /** Every score of these identities; those without any are absent. */
    public Map<String, Map<ScorerId, StoredScore>> scores(Collection<String> identities) {
        return list("identity in ?1", identities).stream()
                .collect(Collectors.groupingBy(
                        score -> score.identity, Collectors.toMap(ScoreEntity::scorerId, ScoreEntity::toRecord)));
    }

    /** Stores a score; an existing one stays. */
    public void store(String identity, ScorerId scorer, StoredScore score) {
        getEntityManager()
                .createQuery("""
                        insert into Score (identity, scorer, version, settings, document)
                        values (:identity, :scorer, :version, :settings, :document)
                        on conflict (identity, scorer, version, settings) do nothing
                        """)
                .setParameter("identity", identity)
                .setParameter("scorer", scorer.name())
                .setParameter("version", scorer.version())
                .setParameter("settings", scorer.settings())
                .setParameter("document", Json.write(score))
                .executeUpdate();
    }

    /**
     * Marks that a score was published for an evaluation.
     *
     * @return false if it was before
     */
    public boolean markPublished(RequestedEvaluation requested, ScorerId scorer) {
        return getEntityManager()
                        .createQuery("""
                                insert into PublishedScore (runId, step, suiteId, arm, scorer, version, settings)
                                values (:run, :step, :suite, :arm, :scorer, :version, :settings)
                                on conflict (runId, step, suiteId, arm, scorer, version, settings) do nothing
                                """)
                        .setParameter("run", requested.runId())
                        .setParameter("step", requested.step())
                        .setParameter("suite", requested.task().suite().suiteId())
                        .setParameter("arm", requested.arm())
                        .setParameter("scorer", scorer.name())
                        .setParameter("version", scorer.version())
                        .setParameter("settings", scorer.settings())
                        .executeUpdate()
                == 1;
    }
}
