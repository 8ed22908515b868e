package io.tiltmeter.evaluator.api;

import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.Part;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.evaluator.store.EvaluationRow;
import io.tiltmeter.evaluator.store.EvaluationTable;
import io.tiltmeter.evaluator.store.ReadingTable;
import io.tiltmeter.evaluator.store.ReadingTable.ReadingProgress;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluations with how far they are. */
@Singleton
public class EvaluationViews {
    private static final int IDS_LISTED = 20;

    @Inject
    EvaluationTable table;

    @Inject
    ReadingTable readings;

    @Inject
    Scorers scorers;

    @Inject
    Transactions transactions;

    EvaluationPage page(PageQuery query) {
        List<EvaluationRow> rows =
                table.list(query.status().map(WorkStatus::work), query.owner(), query.limit(), query.offset());
        return EvaluationPage.of(table.count(query.owner()), query.limit(), query.offset(), views(rows));
    }

    /** @throws NotFound if there is no such evaluation */
    EvaluationView one(String runId, int step, String suiteId, String arm) {
        return views(List.of(find(runId, step, suiteId, arm))).get(0);
    }

    /** @throws NotFound if there is no such evaluation */
    EvaluationRow find(String runId, int step, String suiteId, String arm) {
        return table.find(runId, step, suiteId, arm)
                .orElseThrow(() ->
                        new NotFound("evaluation", RequestedEvaluation.id(runId, step, suiteId, arm), knownIds()));
    }

    private List<String> knownIds() {
        return table.list(Optional.empty(), Optional.empty(), IDS_LISTED, 0).stream()
                .map(row -> row.requested().id())
                .toList();
    }

    private List<EvaluationView> views(List<EvaluationRow> rows) {
        List<String> open = rows.stream()
                .filter(row -> row.work().status() != WorkItem.Status.DONE)
                .map(row -> row.requested().task().identity())
                .distinct()
                .toList();
        Map<String, List<ReadingProgress>> kept = transactions.run(handle -> readings.progress(handle, open));
        return rows.stream()
                .map(row -> EvaluationView.of(row, progress(row, kept)))
                .toList();
    }

    private ItemProgress progress(EvaluationRow row, Map<String, List<ReadingProgress>> kept) {
        EvaluationTask task = row.requested().task();
        int items = task.subset()
                .map(subset -> Math.min(subset.limit(), task.suite().itemCount()))
                .orElse(task.suite().itemCount());
        Set<Part> parts = scorers.parts(row.requested());
        if (row.work().status() == WorkItem.Status.DONE) {
            return ItemProgress.whole((long) items * parts.size());
        }
        ItemProgress progress = ItemProgress.of(items, parts, kept.getOrDefault(task.identity(), List.of()));
        return row.work().status() == WorkItem.Status.LEASED ? progress : progress.resting();
    }
}
