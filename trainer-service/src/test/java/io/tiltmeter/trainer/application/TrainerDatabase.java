package io.tiltmeter.trainer.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** The tables of the service under test. */
@Singleton
public class TrainerDatabase {
    private final EntityManager entityManager;

    public TrainerDatabase(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Deletes all rows. */
    public void clear() {
        execute("truncate study, study_cell, run, deleted_run, loss, checkpoint, dataset, work_item, outbox_event");
    }

    public void execute(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    /** Events that wait to be published. */
    public long waitingEvents() {
        return QuarkusTransaction.requiringNew()
                .call(() -> entityManager
                        .createQuery("select count(*) from OutboxEvent", Long.class)
                        .getSingleResult());
    }
}
