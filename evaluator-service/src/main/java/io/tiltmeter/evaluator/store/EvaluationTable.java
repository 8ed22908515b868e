package io.tiltmeter.evaluator.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The evaluations, one row of the work table each: the evaluator has no other table. */
@ApplicationScoped
public class EvaluationTable {
    private static final String KIND = "evaluation";
    private static final RowMapper<WorkItem> ITEM = ConstructorMapper.of(WorkItem.class);

    @Inject
    WorkTable work;

    @Inject
    Transactions transactions;

    /** Adds a row for every suite of the checkpoint, within the caller's transaction; rows that are there stay. */
    public void accept(Handle handle, CheckpointReady checkpoint) {
        for (EvaluationTask task : EvaluationTask.of(checkpoint)) {
            String payload = Json.mapper().valueToTree(task).toString();
            work.accept(handle, task.id(), KIND, task.modelKey(), payload);
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
        return transactions.run(handle -> work.find(handle, id)).map(this::row);
    }

    /**
     * Evaluations in the order of their arrival, the newest first.
     *
     * @param status only those that stand there; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<EvaluationRow> list(Optional<WorkItem.Status> status, Optional<String> runId, int limit, int offset) {
        List<WorkItem> items = transactions.run(handle -> handle.createQuery("""
                        select id, kind, affinity, payload, upper(status) as status, attempt, failures, lease_owner,
                            accepted_at, started_at, finished_at, reason
                        from work_item
                        where (:status = '' or status = :status) and starts_with(id, :prefix)
                        order by seq desc limit :limit offset :offset
                        """)
                .bind(
                        "status",
                        status.map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(""))
                .bind("prefix", prefix(runId))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(ITEM)
                .list());
        return items.stream().map(this::row).toList();
    }

    /** How many evaluations stand where, of all runs or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return transactions.run(handle -> handle.createQuery("""
                        select upper(status) as status, count(*) as items from work_item
                        where starts_with(id, :prefix) group by status
                        """)
                .bind("prefix", prefix(runId))
                .map((row, context) ->
                        Map.entry(WorkItem.Status.valueOf(row.getString("status")), row.getLong("items")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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
