package io.tiltmeter.servicekit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** The tables of the service under test. */
@Singleton
public class KitDatabase {
    private final EntityManager entityManager;

    public KitDatabase(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Deletes all rows. */
    public void clear() {
        execute("truncate work_item, outbox_event");
    }

    public void execute(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    /** Rows of a table. */
    public long rows(String table) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entityManager
                                .createNativeQuery("select count(*) from " + table)
                                .getSingleResult())
                        .longValue());
    }
}
