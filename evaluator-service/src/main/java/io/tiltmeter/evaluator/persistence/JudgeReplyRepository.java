package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What judges have replied, for all replicas. */
@Singleton
public class JudgeReplyRepository implements JudgeCache {
    private final Transactions transactions;

    public JudgeReplyRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<String> find(String key) {
        return transactions.runPatiently(handle -> handle.createQuery("select reply from judge_reply where key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne());
    }

    /** The first reply to a prompt stays. */
    @Override
    public void keep(String key, String reply) {
        transactions.runPatiently(handle -> handle.createUpdate(
                        "insert into judge_reply (key, reply) values (:key, :reply) on conflict do nothing")
                .bind("key", key)
                .bind("reply", reply)
                .execute());
    }
}
