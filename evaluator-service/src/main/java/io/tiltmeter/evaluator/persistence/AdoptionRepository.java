package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The checkpoints from elsewhere, one row of the work table each, which keeps the event of it too. */
@Singleton
public class AdoptionRepository {
    /** The kind of these rows. */
    public static final String KIND = "adoption";

    private static final Page ALL = new Page(1_000_000, 0);

    private final WorkRepository work;
    private final WorkItems items;

    public AdoptionRepository(WorkRepository work, Transactions transactions) {
        this.work = work;
        this.items = new WorkItems(transactions, KIND);
    }

    /**
     * Adds a row for the checkpoint, within the caller's transaction. An existing one stays; one that was given up is
     * tried again.
     *
     * @return whether anything changed
     * @throws Conflict if the step is taken by another folder
     */
    public boolean accept(Handle handle, AdoptionTask task) {
        String payload = Documents.write(new Payload(task, Optional.empty()));
        if (work.accept(handle, task.id(), KIND, "", payload)) {
            return true;
        }
        StoredAdoption existing = stored(items.lock(handle, task.id()).orElseThrow());
        if (existing.work().status() == Status.FAILED) {
            items.replacePayload(handle, task.id(), payload);
            return work.retry(handle, task.id());
        }
        if (!existing.task().folder().equals(task.folder()) && !task.namesTheBase()) {
            throw new Conflict("step " + task.step() + " of run " + task.runId() + " was adopted from "
                    + existing.task().folder() + ", and " + task.folder()
                    + " is another folder; send it with another run_id or step");
        }
        return false;
    }

    /** Stores the event with its checkpoint, within the transaction that ends the work. */
    public void storePublished(Handle handle, AdoptionTask task, CheckpointReady event) {
        items.replacePayload(handle, task.id(), Documents.write(new Payload(task, Optional.of(event))));
    }

    /** The checkpoint of a row. */
    public StoredAdoption stored(WorkItem item) {
        Payload payload = Documents.read(item.payload(), Payload.class);
        return new StoredAdoption(payload.task(), payload.event(), item);
    }

    public Optional<StoredAdoption> find(String runId, int step) {
        return items.find(AdoptionTask.id(runId, step)).map(this::stored);
    }

    /** All checkpoints of a run, as this transaction sees them. */
    public List<StoredAdoption> ofRun(Handle handle, String runId) {
        return items.list(handle, Optional.empty(), AdoptionTask.prefix(runId), ALL).stream()
                .map(this::stored)
                .toList();
    }

    /**
     * Checkpoints in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<StoredAdoption> list(Optional<Status> status, Optional<String> runId, Page page) {
        return items.list(status, prefix(runId), page).stream()
                .map(this::stored)
                .toList();
    }

    /** The number of checkpoints of each status, of all runs or of one; a status without any is absent. */
    public Map<Status, Long> count(Optional<String> runId) {
        return items.count(prefix(runId));
    }

    /** @return false if there is no failed checkpoint of this id */
    public boolean retry(Handle handle, String runId, int step) {
        return work.retry(handle, AdoptionTask.id(runId, step));
    }

    private static String prefix(Optional<String> runId) {
        return runId.map(AdoptionTask::prefix).orElse("");
    }

    /** What a row holds. */
    record Payload(
            AdoptionTask task, @JsonProperty("announced") Optional<CheckpointReady> event) {}

    /**
     * A checkpoint from elsewhere with the status of its work.
     *
     * @param event as published; empty until it was adopted
     */
    public record StoredAdoption(AdoptionTask task, Optional<CheckpointReady> event, WorkItem work) {}
}
