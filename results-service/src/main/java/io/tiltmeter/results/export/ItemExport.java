package io.tiltmeter.results.export;

import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.ItemExportStore.EvaluatedItems;
import io.tiltmeter.results.persistence.OutcomeStore;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads the items of a run, some evaluations at a time: a long run does not fit into memory at once. */
@Singleton
public class ItemExport {
    private static final int AT_ONCE = 16;

    private final Transactions transactions;
    private final OutcomeStore outcomes;

    public ItemExport(Transactions transactions, OutcomeStore outcomes) {
        this.transactions = transactions;
        this.outcomes = outcomes;
    }

    /**
     * Gives every row away.
     *
     * @param names of suites, by their ids
     */
    public void rows(
            String runId, List<EvaluatedItems> evaluations, Map<String, String> names, ItemFormat.RowTaker taker)
            throws IOException {
        for (int first = 0; first < evaluations.size(); first += AT_ONCE) {
            List<EvaluatedItems> some = evaluations.subList(first, Math.min(first + AT_ONCE, evaluations.size()));
            Map<Long, ItemShares> shares = transactions.run(handle -> outcomes.shares(
                    handle, some.stream().map(EvaluatedItems::evaluationId).toList()));
            for (EvaluatedItems each : some) {
                ItemShares ofEach = shares.get(each.evaluationId());
                if (ofEach != null) {
                    rows(runId, each, names.getOrDefault(each.suiteId(), each.task()), ofEach, taker);
                }
            }
        }
    }

    private static void rows(
            String runId, EvaluatedItems evaluation, String suite, ItemShares shares, ItemFormat.RowTaker taker)
            throws IOException {
        for (int item = 0; item < shares.items().size(); item++) {
            taker.take(List.of(
                    runId,
                    evaluation.step(),
                    suite,
                    evaluation.scorer(),
                    evaluation.arm(),
                    shares.items().id(item),
                    shares.items().cluster(item),
                    shares.context()[item],
                    shares.memory()[item],
                    shares.correct()[item]));
        }
    }
}
