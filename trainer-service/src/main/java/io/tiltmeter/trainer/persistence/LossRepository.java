package io.tiltmeter.trainer.persistence;

import io.tiltmeter.trainer.finetuning.StepRecord;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The loss of every step. */
public final class LossRepository {
    private LossRepository() {}

    /** Adds these steps; one that an earlier attempt took already is replaced. */
    public static void put(Handle handle, String runId, List<StepRecord> steps) {
        if (steps.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into loss (run_id, step, loss_nats, learning_rate, gradient_norm, tokens)
                values (:run, :step, :loss, :rate, :norm, :tokens)
                on conflict (run_id, step) do update
                set loss_nats = excluded.loss_nats, learning_rate = excluded.learning_rate,
                    gradient_norm = excluded.gradient_norm, tokens = excluded.tokens
                """);
        for (StepRecord step : steps) {
            batch.bind("run", runId)
                    .bind("step", step.step())
                    .bind("loss", step.lossNats())
                    .bind("rate", step.learningRate())
                    .bind("norm", step.gradientNorm())
                    .bind("tokens", step.tokens())
                    .add();
        }
        batch.execute();
    }

    /** Steps after one, in order. */
    public static List<StepRecord> list(Handle handle, String runId, int afterStep, int limit) {
        return handle.createQuery("""
                        select step, loss_nats, learning_rate, gradient_norm, tokens from loss
                        where run_id = :run and step > :after order by step limit :limit
                        """)
                .bind("run", runId)
                .bind("after", afterStep)
                .bind("limit", limit)
                .map((row, context) -> new StepRecord(
                        row.getInt("step"),
                        row.getDouble("loss_nats"),
                        row.getDouble("learning_rate"),
                        row.getDouble("gradient_norm"),
                        row.getInt("tokens")))
                .list();
    }
}
