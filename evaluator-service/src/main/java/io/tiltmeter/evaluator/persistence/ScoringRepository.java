package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The shards to be measured, one row of the work table each, which keeps the answer too. */
@Singleton
public class ScoringRepository {
    /** The kind of these rows. */
    public static final String KIND = "scoring";

    private final WorkRepository work;
    private final Transactions transactions;
    private final WorkRows rows;

    public ScoringRepository(WorkRepository work, Transactions transactions) {
        this.work = work;
        this.transactions = transactions;
        this.rows = new WorkRows(transactions, KIND);
    }

    /**
     * Adds a row for the shard, within the caller's transaction. One that was answered or given up is opened again, so
     * that whoever asks again is answered again; one that is open stays as it is, since its answer will come.
     */
    public void accept(Handle handle, ExamplesScoringRequested request) {
        ScoringTask task = new ScoringTask(request);
        String payload = payload(request, Optional.empty());
        if (!work.accept(handle, task.id(), KIND, task.affinity(), payload)) {
            ScoringRow row = row(rows.lock(handle, task.id()).orElseThrow());
            if (row.work().status() == WorkItem.Status.DONE || row.work().status() == WorkItem.Status.FAILED) {
                Optional<ExamplesScored> known = task.asksTheSameAs(row.task()) ? row.answer() : Optional.empty();
                open(handle, task, payload(request, known));
            }
        }
    }

    /** What a row asks for, and what was answered. */
    public ScoringRow row(WorkItem item) {
        try {
            Payload payload = Json.mapper().readValue(item.payload(), Payload.class);
            return new ScoringRow(new ScoringTask(payload.request()), payload.answer(), item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the payload of work item " + item.id() + " cannot be read", e);
        }
    }

    /** Keeps the answer with its row, within the transaction that ends the work. */
    public void answered(Handle handle, ScoringTask task, ExamplesScored answer) {
        handle.createUpdate("update work_item set payload = :payload where id = :id")
                .bind("id", task.id())
                .bind("payload", payload(task.request(), Optional.of(answer)))
                .execute();
    }

    public Optional<ScoringRow> find(String id) {
        return rows.find(id).map(this::row);
    }

    /**
     * Shards in the order of their arrival, the newest first.
     *
     * @param status only those that stand there; empty for all
     * @param requestId only those of this request; empty for all
     */
    public List<ScoringRow> list(Optional<WorkItem.Status> status, Optional<String> requestId, int limit, int offset) {
        return rows.list(status, prefix(requestId), limit, offset).stream()
                .map(this::row)
                .toList();
    }

    /** How many shards stand where, of all requests or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> requestId) {
        return rows.count(prefix(requestId));
    }

    /**
     * Opens a shard again that was given up.
     *
     * @return false if there is no such shard of this id
     */
    public boolean retry(String id) {
        return transactions.run(handle -> work.retry(handle, id));
    }

    private static void open(Handle handle, ScoringTask task, String payload) {
        handle.createUpdate("""
                        update work_item set status = 'ready', failures = 0, reason = null, finished_at = null,
                            not_before = clock_timestamp(), affinity = :affinity, payload = :payload
                        where id = :id
                        """)
                .bind("id", task.id())
                .bind("affinity", task.affinity())
                .bind("payload", payload)
                .execute();
    }

    private static String prefix(Optional<String> requestId) {
        return requestId.map(ScoringTask::prefix).orElse("");
    }

    private static String payload(ExamplesScoringRequested request, Optional<ExamplesScored> answer) {
        return Json.mapper().valueToTree(new Payload(request, answer)).toString();
    }

    /** What a row holds. */
    record Payload(ExamplesScoringRequested request, Optional<ExamplesScored> answer) {}
}
