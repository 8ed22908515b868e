package io.tiltmeter.evaluator;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;

/** The tables of the service under test, as SQL sees them; every statement is a transaction of its own unless there is one. */
@Singleton
public class EvaluatorDatabase {
    private final EntityManager entityManager;

    public EvaluatorDatabase(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Deletes all rows; what counts up begins again. */
    public void clear() {
        execute("""
                truncate evaluation, complete_responses, response_chunk, score, published_score, scoring, adoption, deleted_run,
                    work_item, outbox_event restart identity
                """);
    }

    public int execute(String statement, Object... parameters) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> query(statement, parameters).executeUpdate());
    }

    public long number(String query) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> ((Number) query(query).getSingleResult()).longValue());
    }

    public List<String> texts(String query, Object... parameters) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> ((List<?>) query(query, parameters).getResultList())
                        .stream().map(String.class::cast).toList());
    }

    private Query query(String text, Object... parameters) {
        Query query = entityManager.createNativeQuery(text);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
