package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shards to be measured with the published events, and the work of measuring: one item each, of the same id. */
@Singleton
public class ScoringRepository implements PanacheRepositoryBase<ScoringEntity, String> {
    /** The kind of the work. */
    public static final String KIND = "scoring";

    private static final WorkRows<ScoringEntity> ROWS = new WorkRows<>("Scoring", "e.requestId", "e.id");

    private final WorkRepository work;

    public ScoringRepository(WorkRepository work) {
        this.work = work;
    }

    /**
     * Adds the shard and its work. One that is done or failed is opened again, so that whoever requests it again gets an
     * event again; one that is open stays as it is, since its event will come.
     */
    public void accept(ExamplesScoringRequested request) {
        ScoringTask task = new ScoringTask(request);
        String document = Json.write(request);
        if (add(task, document)) {
            work.accept(task.id(), KIND, task.affinity(), document);
            return;
        }
        Optional<WorkItem> item = work.lock(task.id());
        ScoringEntity existing = findById(task.id());
        Status status = existing.work(item).status();
        if (status == Status.DONE || status == Status.FAILED) {
            if (!task.requestsTheSameAs(existing.task())) {
                existing.event = null;
            }
            existing.request = document;
            existing.open = true;
            work.reopen(task.id(), KIND, task.affinity(), document, existing.attempts());
        }
    }

    private boolean add(ScoringTask task, String document) {
        return getEntityManager()
                        .createQuery("insert into Scoring (id, requestId, request) values (:id, :requestId, :request)"
                                + " on conflict (id) do nothing")
                        .setParameter("id", task.id())
                        .setParameter("requestId", task.request().requestId())
                        .setParameter("request", document)
                        .executeUpdate()
                == 1;
    }

    /** The shard of an item of work. */
    public ScoringTask task(WorkItem item) {
        return new ScoringTask(Json.read(item.payload(), ExamplesScoringRequested.class));
    }

    /** The event of a shard, as published last; empty before the first time. */
    public Optional<ExamplesScored> published(ScoringTask task) {
        return findByIdOptional(task.id()).flatMap(ScoringEntity::publishedEvent);
    }

    /** Stores how and as what a shard was published, within the transaction that ends the work. */
    public void storePublished(WorkItem item, ExamplesScored event) {
        CompletedWork how = CompletedWork.of(item);
        getEntityManager()
                .createQuery("""
                        update Scoring set event = :event, open = false, completed.attempts = :attempts,
                            completed.replica = :replica, completed.finishedAt = instant,
                            completed.startedAt = coalesce(completed.startedAt, :startedAt)
                        where id = :id
                        """)
                .setParameter("event", Json.write(event))
                .setParameter("attempts", how.attempts())
                .setParameter("replica", how.replica())
                .setParameter("startedAt", how.startedAt())
                .setParameter("id", item.id())
                .executeUpdate();
    }

    public Optional<StoredScoring> scoring(String id) {
        return findByIdOptional(id).map(found -> found.toRecord(found.work(work.item(id))));
    }

    /**
     * Shards in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param requestId only those of this request; empty for all
     */
    public List<StoredScoring> scorings(Optional<Status> status, Optional<String> requestId, Page page) {
        return ROWS.list(getEntityManager(), status, requestId, page).stream()
                .map(row -> row.entity().toRecord(row.work()))
                .toList();
    }

    /** The number of shards of each status, of all requests or of one; a status without any is absent. */
    public Map<Status, Long> countByStatus(Optional<String> requestId) {
        return ROWS.count(getEntityManager(), requestId);
    }

    /** The number of shards that wait for a replica. */
    public long waiting() {
        return ROWS.waiting(getEntityManager());
    }

    /** @return false if there is no failed shard of this id */
    public boolean retry(String id) {
        return work.retry(id);
    }

    /**
     * A shard to be measured with the status of its work.
     *
     * @param event as published last; empty before the first time
     * @param acceptedAt when it was first requested
     */
    public record StoredScoring(
            ScoringTask task, Optional<ExamplesScored> event, Instant acceptedAt, StoredWork work) {}
}
