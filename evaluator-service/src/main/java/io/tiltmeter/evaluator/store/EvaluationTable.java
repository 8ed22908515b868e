package io.tiltmeter.evaluator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The evaluations, one row of the work table each: the evaluator has no other table. */
@Singleton
public class EvaluationTable {
    /** The kind of these rows. */
    public static final String KIND = "evaluation";

    private final WorkTable work;
    private final Transactions transactions;
    private final WorkRows rows;

    @Inject
    public EvaluationTable(WorkTable work, Transactions transactions) {
        this.work = work;
        this.transactions = transactions;
        this.rows = new WorkRows(transactions, KIND);
    }

    /** Adds a row for every suite of the checkpoint, within the caller's transaction; rows that are there stay. */
    public void accept(Handle handle, CheckpointReady checkpoint) {
        for (EvaluationTask task : EvaluationTask.of(checkpoint)) {
            String payload = Json.mapper().valueToTree(task).toString();
            work.accept(handle, task.id(), KIND, task.neededModel().key(), payload);
        }
    }

    /** What a row asks for. */
    public EvaluationTask task(WorkItem item) {
        try {
            return Json.mapper().readValue(item.payload(), EvaluationTask.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the payload of work item " + item.id() + " cannot be read", e);
        }
    }

    public Optional<EvaluationRow> find(String id) {
        return rows.find(id).map(this::row);
    }

    /**
     * Evaluations in the order of their arrival, the newest first.
     *
     * @param status only those that stand there; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<EvaluationRow> list(Optional<WorkItem.Status> status, Optional<String> runId, int limit, int offset) {
        return rows.list(status, prefix(runId), limit, offset).stream()
                .map(this::row)
                .toList();
    }

    /** How many evaluations stand where, of all runs or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return rows.count(prefix(runId));
    }

    /**
     * Opens a failed evaluation again.
     *
     * @return false if there is no failed one of this id
     */
    public boolean retry(String id) {
        return transactions.run(handle -> work.redrive(handle, id));
    }

    private static String prefix(Optional<String> runId) {
        return runId.map(run -> run + "/").orElse("");
    }

    private EvaluationRow row(WorkItem item) {
        return new EvaluationRow(task(item), item);
    }
}
