package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.trainer.finetuning.StepRecord;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The loss of every step. */
@Singleton
public class LossRepository implements PanacheRepositoryBase<LossEntity, StepKey> {
    /**
     * Adds these steps; one that an earlier attempt took already is replaced. Native: one statement for hundreds of steps,
     * whose values are arrays.
     */
    public void put(String runId, List<StepRecord> steps) {
        if (steps.isEmpty()) {
            return;
        }
        getEntityManager()
                .createNativeQuery("""
                        insert into loss (run_id, step, loss_nats, learning_rate, gradient_norm, tokens)
                        select :run, taken.* from unnest(:steps, :losses, :rates, :norms, :tokens) as taken
                        on conflict (run_id, step) do update
                        set loss_nats = excluded.loss_nats, learning_rate = excluded.learning_rate,
                            gradient_norm = excluded.gradient_norm, tokens = excluded.tokens
                        """)
                .setParameter("run", runId)
                .setParameter("steps", column(steps, StepRecord::step, Integer[]::new))
                .setParameter("losses", column(steps, StepRecord::lossNats, Double[]::new))
                .setParameter("rates", column(steps, StepRecord::learningRate, Double[]::new))
                .setParameter("norms", column(steps, StepRecord::gradientNorm, Double[]::new))
                .setParameter("tokens", column(steps, StepRecord::tokens, Integer[]::new))
                .executeUpdate();
    }

    private static <T> T[] column(List<StepRecord> steps, Function<StepRecord, T> value, IntFunction<T[]> array) {
        return steps.stream().map(value).toArray(array);
    }

    /** Steps after one, in order. */
    public List<StepRecord> losses(String runId, int afterStep, int limit) {
        return find("runId = ?1 and step > ?2", Sort.ascending("step"), runId, afterStep).page(0, limit).stream()
                .map(LossEntity::toRecord)
                .toList();
    }
}
