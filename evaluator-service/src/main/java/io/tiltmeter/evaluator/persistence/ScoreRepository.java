package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.evaluation.ScorerId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The scores of model responses, and the evaluations that they were published for. */
@Singleton
public class ScoreRepository {

    public Optional<StoredScore> find(Handle handle, String identity, ScorerId scorer) {
        return Optional.ofNullable(all(handle, identity).get(scorer));
    }

    /** Every score of an identity. */
    public Map<ScorerId, StoredScore> all(Handle handle, String identity) {
        return handle.createQuery("select scorer, version, settings, document from scored where identity = :identity")
                .bind("identity", identity)
                .map((row, context) -> Map.entry(
                        new ScorerId(row.getString("scorer"), row.getInt("version"), row.getString("settings")),
                        Documents.read(row.getString("document"), StoredScore.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Stores a score; an existing one stays. */
    public void store(Handle handle, String identity, ScorerId scorer, StoredScore score) {
        handle.createUpdate("""
                        insert into scored (identity, scorer, version, settings, document)
                        values (:identity, :scorer, :version, :settings, :document) on conflict do nothing
                        """)
                .bind("identity", identity)
                .bind("scorer", scorer.name())
                .bind("version", scorer.version())
                .bind("settings", scorer.settings())
                .bind("document", Documents.write(score))
                .execute();
    }

    /**
     * Marks that a score was published for an evaluation.
     *
     * @return false if it was before
     */
    public boolean markPublished(Handle handle, RequestedEvaluation requested, ScorerId scorer) {
        return handle.createUpdate("""
                                insert into told (run_id, step, suite_id, arm, scorer, version, settings)
                                values (:run, :step, :suite, :arm, :scorer, :version, :settings)
                                on conflict do nothing
                                """)
                        .bindMap(EvaluationRepository.key(requested))
                        .bind("scorer", scorer.name())
                        .bind("version", scorer.version())
                        .bind("settings", scorer.settings())
                        .execute()
                == 1;
    }
}
