package io.tiltmeter.evaluator.persistence;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
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

/** The shards to be measured, one row of the work table each, which keeps the published event too. */
@Singleton
public class ScoringRepository {
    /** The kind of these rows. */
    public static final String KIND = "scoring";

    private final WorkRepository work;
    private final Transactions transactions;
    private final WorkItems items;

    public ScoringRepository(WorkRepository work, Transactions transactions) {
        this.work = work;
        this.transactions = transactions;
        this.items = new WorkItems(transactions, KIND);
    }

    /**
     * Adds a row for the shard, within the caller's transaction. One that is done or failed is opened again, so that
     * whoever requests it again gets an event again; one that is open stays as it is, since its event will come.
     */
    public void accept(Handle handle, ExamplesScoringRequested request) {
        ScoringTask task = new ScoringTask(request);
        String payload = Documents.write(new Payload(request, Optional.empty()));
        if (!work.accept(handle, task.id(), KIND, task.affinity(), payload)) {
            StoredScoring existing = stored(items.lock(handle, task.id()).orElseThrow());
            if (existing.work().status() == Status.DONE || existing.work().status() == Status.FAILED) {
                Optional<ExamplesScored> known =
                        task.requestsTheSameAs(existing.task()) ? existing.event() : Optional.empty();
                items.reopen(handle, task.id(), task.affinity(), Documents.write(new Payload(request, known)));
            }
        }
    }

    /** The shard of a row. */
    public StoredScoring stored(WorkItem item) {
        Payload payload = Documents.read(item.payload(), Payload.class);
        return new StoredScoring(new ScoringTask(payload.request()), payload.event(), item);
    }

    /** Stores the event with its shard, within the transaction that ends the work. */
    public void storePublished(Handle handle, ScoringTask task, ExamplesScored event) {
        items.replacePayload(handle, task.id(), Documents.write(new Payload(task.request(), Optional.of(event))));
    }

    public Optional<StoredScoring> find(String id) {
        return items.find(id).map(this::stored);
    }

    /**
     * Shards in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param requestId only those of this request; empty for all
     */
    public List<StoredScoring> list(Optional<Status> status, Optional<String> requestId, Page page) {
        return items.list(status, prefix(requestId), page).stream()
                .map(this::stored)
                .toList();
    }

    /** The number of shards of each status, of all requests or of one; a status without any is absent. */
    public Map<Status, Long> count(Optional<String> requestId) {
        return items.count(prefix(requestId));
    }

    /** @return false if there is no failed shard of this id */
    public boolean retry(String id) {
        return transactions.run(handle -> work.retry(handle, id));
    }

    private static String prefix(Optional<String> requestId) {
        return requestId.map(ScoringTask::prefix).orElse("");
    }

    /** What a row holds. */
    record Payload(
            ExamplesScoringRequested request,
            @JsonProperty("answer") Optional<ExamplesScored> event) {}

    /**
     * A shard to be measured with the status of its work.
     *
     * @param event as published last; empty before the first time
     */
    public record StoredScoring(ScoringTask task, Optional<ExamplesScored> event, WorkItem work) {}
}
