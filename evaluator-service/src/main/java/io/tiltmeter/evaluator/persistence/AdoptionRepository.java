package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.adoption.AdoptionTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints from elsewhere, and the work of adopting them: one item each, of the same id. */
@Singleton
public class AdoptionRepository implements PanacheRepositoryBase<AdoptionEntity, String> {
    /** The kind of the work. */
    public static final String KIND = "adoption";

    private static final Page ALL = new Page(1_000_000, 0);
    private static final WorkRows<AdoptionEntity> ROWS = new WorkRows<>("Adoption", "e.runId", "e.id");

    private final WorkRepository work;

    public AdoptionRepository(WorkRepository work) {
        this.work = work;
    }

    /**
     * Adds the checkpoint and its work. An existing one stays; one that was given up is tried again.
     *
     * @return whether anything changed
     * @throws Conflict if the step is taken by another folder
     */
    public boolean accept(AdoptionTask task) {
        if (add(task)) {
            return work.accept(task.id(), KIND, "", Json.write(task));
        }
        Optional<WorkItem> item = work.lock(task.id());
        AdoptionEntity existing = findById(task.id());
        if (existing.work(item).status() == Status.FAILED) {
            existing.task = Json.write(task);
            return work.reopen(task.id(), KIND, "", Json.write(task), existing.attempts());
        }
        String folder = Json.read(existing.task, AdoptionTask.class).folder();
        if (!folder.equals(task.folder()) && !task.namesTheBase()) {
            throw new Conflict("step " + task.step() + " of run " + task.runId() + " was adopted from "
                    + folder + ", and " + task.folder()
                    + " is another folder; send it with another run_id or step");
        }
        return false;
    }

    private boolean add(AdoptionTask task) {
        return getEntityManager()
                        .createQuery("insert into Adoption (id, runId, task) values (:id, :run, :task)"
                                + " on conflict (id) do nothing")
                        .setParameter("id", task.id())
                        .setParameter("run", task.runId())
                        .setParameter("task", Json.write(task))
                        .executeUpdate()
                == 1;
    }

    /** The checkpoint that an item of work is to adopt. */
    public AdoptionTask task(WorkItem item) {
        return Json.read(item.payload(), AdoptionTask.class);
    }

    /** Stores how and as what a checkpoint was adopted, within the transaction that ends the work. */
    public void storePublished(WorkItem item, AdoptionTask task, CheckpointReady event) {
        CompletedWork how = CompletedWork.of(item);
        getEntityManager()
                .createQuery("""
                        update Adoption set task = :task, event = :event, open = false, completed.attempts = :attempts,
                            completed.replica = :replica, completed.startedAt = :startedAt,
                            completed.finishedAt = instant
                        where id = :id
                        """)
                .setParameter("task", Json.write(task))
                .setParameter("event", Json.write(event))
                .setParameter("attempts", how.attempts())
                .setParameter("replica", how.replica())
                .setParameter("startedAt", how.startedAt())
                .setParameter("id", task.id())
                .executeUpdate();
    }

    public Optional<StoredAdoption> adoption(String runId, int step) {
        return findByIdOptional(AdoptionTask.id(runId, step))
                .map(found -> found.toRecord(found.work(work.item(found.id))));
    }

    /** All checkpoints of a run, the newest first. */
    public List<StoredAdoption> ofRun(String runId) {
        return adoptions(Optional.empty(), Optional.of(runId), ALL);
    }

    /**
     * Checkpoints in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<StoredAdoption> adoptions(Optional<Status> status, Optional<String> runId, Page page) {
        return ROWS.list(getEntityManager(), status, runId, page).stream()
                .map(row -> row.entity().toRecord(row.work()))
                .toList();
    }

    /** The number of checkpoints of each status, of all runs or of one; a status without any is absent. */
    public Map<Status, Long> countByStatus(Optional<String> runId) {
        return ROWS.count(getEntityManager(), runId);
    }

    /** @return false if there is no failed checkpoint of this id */
    public boolean retry(String runId, int step) {
        return work.retry(AdoptionTask.id(runId, step));
    }

    /**
     * A checkpoint from elsewhere with the status of its work.
     *
     * @param event as published; empty until it was adopted
     * @param acceptedAt when it was first sent
     */
    public record StoredAdoption(
            AdoptionTask task, Optional<CheckpointReady> event, Instant acceptedAt, StoredWork work) {}
}
