package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The rows of one kind in the work table. */
final class WorkItems {
    private static final String COLUMNS = "id, kind, affinity, payload, upper(status) as status, attempt, failures,"
            + " lease_owner, accepted_at, started_at, finished_at, reason";
    private static final RowMapper<WorkItem> ITEM = ConstructorMapper.of(WorkItem.class);

    private final Transactions transactions;
    private final String kind;

    WorkItems(Transactions transactions, String kind) {
        this.transactions = transactions;
        this.kind = kind;
    }

    /** The row of this id; another transaction that would change it waits for the end of this one. */
    Optional<WorkItem> lock(Handle handle, String id) {
        return find(handle, id, "for update");
    }

    /** Opens work again that has ended. */
    void reopen(Handle handle, WorkItem item) {
        reopen(handle, item.id(), item.affinity(), item.payload());
    }

    /** Opens work again that has ended, with another payload. */
    void reopen(Handle handle, String id, String affinity, String payload) {
        handle.createUpdate("""
                        update work_item set status = 'ready', failures = 0, reason = null, finished_at = null,
                            not_before = clock_timestamp(), affinity = :affinity, payload = :payload
                        where id = :id
                        """)
                .bind("id", id)
                .bind("affinity", affinity)
                .bind("payload", payload)
                .execute();
    }

    void replacePayload(Handle handle, String id, String payload) {
        handle.createUpdate("update work_item set payload = :payload where id = :id")
                .bind("id", id)
                .bind("payload", payload)
                .execute();
    }

    Optional<WorkItem> find(String id) {
        return transactions.run(handle -> find(handle, id, ""));
    }

    /**
     * Rows in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param prefix only those whose id begins so
     */
    List<WorkItem> list(Optional<WorkItem.Status> status, String prefix, Page page) {
        return transactions.run(handle -> list(handle, status, prefix, page));
    }

    /** As {@link #list(Optional, String, Page)}, within the caller's transaction. */
    List<WorkItem> list(Handle handle, Optional<WorkItem.Status> status, String prefix, Page page) {
        return handle.createQuery("select " + COLUMNS + """
                         from work_item
                        where kind = :kind and (:status = '' or status = :status) and starts_with(id, :prefix)
                        order by seq desc limit :limit offset :offset
                        """)
                .bind("kind", kind)
                .bind(
                        "status",
                        status.map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(""))
                .bind("prefix", prefix)
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(ITEM)
                .list();
    }

    /** The number of rows of each status; a status without any is absent. */
    Map<WorkItem.Status, Long> count(String prefix) {
        return transactions.run(handle -> handle.createQuery("""
                        select upper(status) as status, count(*) as items from work_item
                        where kind = :kind and starts_with(id, :prefix) group by status
                        """)
                .bind("kind", kind)
                .bind("prefix", prefix)
                .map((row, context) ->
                        Map.entry(WorkItem.Status.valueOf(row.getString("status")), row.getLong("items")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Optional<WorkItem> find(Handle handle, String id, String locking) {
        return handle.createQuery("select " + COLUMNS + " from work_item where id = :id and kind = :kind " + locking)
                .bind("id", id)
                .bind("kind", kind)
                .map(ITEM)
                .findOne();
    }
}
