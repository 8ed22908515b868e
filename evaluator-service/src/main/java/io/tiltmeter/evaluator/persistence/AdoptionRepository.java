package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The checkpoints from elsewhere, one row of the work table each, which keeps the news of it too. */
@Singleton
public class AdoptionRepository {
    /** The kind of these rows. */
    public static final String KIND = "adoption";

    private static final int MAX_CHECKPOINTS = 1_000_000;

    private final WorkRepository work;
    private final Transactions transactions;
    private final WorkRows rows;

    public AdoptionRepository(WorkRepository work, Transactions transactions) {
        this.work = work;
        this.transactions = transactions;
        this.rows = new WorkRows(transactions, KIND);
    }

    /**
     * Adds a row for the checkpoint, within the caller's transaction. One that is there stays, but that was given up is
     * tried again.
     *
     * @return whether anything changed
     * @throws Conflict if the step is taken by another folder
     */
    public boolean accept(Handle handle, AdoptionTask task) {
        String payload = payload(task, Optional.empty());
        if (work.accept(handle, task.id(), KIND, "", payload)) {
            return true;
        }
        AdoptionRow row = row(rows.lock(handle, task.id()).orElseThrow());
        if (row.work().status() == Status.FAILED) {
            put(handle, task, Optional.empty());
            return work.retry(handle, task.id());
        }
        if (!row.task().folder().equals(task.folder()) && !task.asksForTheBase()) {
            throw new Conflict("step " + task.step() + " of run " + task.runId() + " was adopted from "
                    + row.task().folder() + ", and " + task.folder()
                    + " is another folder; send it with another run_id or step");
        }
        return false;
    }

    /** Keeps the news with its row, within the transaction that ends the work. */
    public void announced(Handle handle, AdoptionTask task, CheckpointReady news) {
        put(handle, task, Optional.of(news));
    }

    /** What a row asks for, and what was announced. */
    public AdoptionRow row(WorkItem item) {
        try {
            Payload payload = Json.mapper().readValue(item.payload(), Payload.class);
            return new AdoptionRow(payload.task(), payload.announced(), item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the payload of work item " + item.id() + " cannot be read", e);
        }
    }

    public Optional<AdoptionRow> find(String runId, int step) {
        return rows.find(AdoptionTask.id(runId, step)).map(this::row);
    }

    /** All checkpoints of a run, as this transaction sees them. */
    public List<AdoptionRow> ofRun(Handle handle, String runId) {
        return rows.list(handle, Optional.empty(), AdoptionTask.prefix(runId), MAX_CHECKPOINTS, 0).stream()
                .map(this::row)
                .toList();
    }

    /**
     * Checkpoints in the order of their arrival, the newest first.
     *
     * @param status only those that stand there; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<AdoptionRow> list(Optional<Status> status, Optional<String> runId, int limit, int offset) {
        return rows.list(status, prefix(runId), limit, offset).stream()
                .map(this::row)
                .toList();
    }

    /** How many checkpoints stand where, of all runs or of one; a status without any is absent. */
    public Map<Status, Long> count(Optional<String> runId) {
        return rows.count(prefix(runId));
    }

    public boolean retry(Handle handle, String runId, int step) {
        return work.retry(handle, AdoptionTask.id(runId, step));
    }

    private static void put(Handle handle, AdoptionTask task, Optional<CheckpointReady> news) {
        handle.createUpdate("update work_item set payload = :payload where id = :id")
                .bind("id", task.id())
                .bind("payload", payload(task, news))
                .execute();
    }

    private static String prefix(Optional<String> runId) {
        return runId.map(AdoptionTask::prefix).orElse("");
    }

    private static String payload(AdoptionTask task, Optional<CheckpointReady> news) {
        return Json.mapper().valueToTree(new Payload(task, news)).toString();
    }

    /** What a row holds. */
    record Payload(AdoptionTask task, Optional<CheckpointReady> announced) {}
}
