package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What judges have replied, for all replicas. Each call is a transaction of its own, since scorers know none. */
@Singleton
public class JudgeReplyRepository implements PanacheRepositoryBase<JudgeReplyEntity, String>, JudgeCache {
    private final PatientTransactions transactions;

    public JudgeReplyRepository(PatientTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<String> reply(String key) {
        return transactions.call(() -> findByIdOptional(key).map(kept -> kept.reply));
    }

    /** The first reply to a prompt stays. */
    @Override
    public void keep(String key, String reply) {
        transactions.run(() -> getEntityManager()
                .createQuery("insert into JudgeReply (key, reply) values (:key, :reply) on conflict (key) do nothing")
                .setParameter("key", key)
                .setParameter("reply", reply)
                .executeUpdate());
    }
}
