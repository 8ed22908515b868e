package io.tiltmeter.servicekit.work;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Work that waits in PostgreSQL. A consumer accepts (one insert), workers lease, and a result is stored only by the
 * attempt that still holds the lease. A dead worker's item is taken over when its lease ends.
 */
public final class WorkRepository {
    private static final String COLUMNS = "id, kind, affinity, payload, upper(status) as status, attempt, failures,"
            + " lease_owner, accepted_at, started_at, finished_at, reason";
    private static final RowMapper<WorkItem> ITEM = ConstructorMapper.of(WorkItem.class);

    private final Transactions transactions;
    private final WorkSettings settings;

    public WorkRepository(Transactions transactions, WorkSettings settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    public WorkSettings settings() {
        return settings;
    }

    /**
     * Adds an item within the caller's transaction.
     *
     * @return false if an item of this id is there already, in whatever state: nothing was changed
     */
    public boolean accept(Handle handle, String id, String kind, String affinity, String payload) {
        return handle.createUpdate("""
                                insert into work_item (id, kind, affinity, payload)
                                values (:id, :kind, :affinity, :payload) on conflict (id) do nothing
                                """)
                        .bind("id", id)
                        .bind("kind", kind)
                        .bind("affinity", affinity)
                        .bind("payload", payload)
                        .execute()
                == 1;
    }

    /**
     * Leases the oldest open item, if possible one of the preferred affinity. Items whose workers died too often are
     * failed on the way.
     */
    public Optional<Lease> lease(String owner, String preferredAffinity, WorkHandler handler) {
        return transactions.runPatiently(handle -> {
            failAbandoned(handle, handler);
            return handle.createQuery("""
                            update work_item set status = 'leased', attempt = attempt + 1, lease_owner = :owner,
                                failures = failures + case when status = 'leased' then 1 else 0 end,
                                lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                                started_at = coalesce(started_at, clock_timestamp())
                            where id = (
                                select id from work_item
                                where (status = 'ready' and not_before <= clock_timestamp())
                                   or (status = 'leased' and lease_until < clock_timestamp())
                                order by (affinity = :affinity and affinity <> '') desc, seq
                                limit 1 for update skip locked)
                            returning """ + " " + COLUMNS)
                    .bind("owner", owner)
                    .bind("lease", settings.lease().toMillis())
                    .bind("affinity", preferredAffinity)
                    .map(ITEM)
                    .findOne()
                    .map(Lease::new);
        });
    }

    /** Holds the lease for longer; marks it lost if the item was taken over or withdrawn. */
    public void heartbeat(Lease lease) {
        int held = transactions.run(handle -> handle.createUpdate("""
                        update work_item set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                        where id = :id and attempt = :attempt and status = 'leased'
                        """)
                .bind("lease", settings.lease().toMillis())
                .bind("id", lease.item().id())
                .bind("attempt", lease.item().attempt())
                .execute());
        if (held == 0) {
            lease.markLost();
        }
    }

    /**
     * Stores progress in one transaction, which the lease guards; failures before it are forgiven.
     *
     * @throws Lease.Lost if another attempt has begun or the item was withdrawn; nothing is stored
     */
    public void progress(Lease lease, Consumer<Handle> body) {
        guarded(lease, "update work_item set failures = 0, reason = null where " + held(), body);
        lease.forgiveFailures();
    }

    /**
     * Stores intermediate results in one transaction, which the lease guards; failures are not forgiven, since an attempt
     * that follows would not begin any later for it.
     *
     * @throws Lease.Lost if another attempt has begun or the item was withdrawn; nothing is stored
     */
    public void report(Lease lease, Consumer<Handle> body) {
        guarded(lease, "update work_item set reason = null where " + held(), body);
    }

    /**
     * Stores the result and ends the item in one transaction, which the lease guards.
     *
     * @throws Lease.Lost if another attempt has begun, has ended the item, or it was withdrawn; nothing is stored
     */
    public void complete(Lease lease, Consumer<Handle> body) {
        guarded(
                lease,
                "update work_item set status = 'done', finished_at = clock_timestamp(), reason = null where " + held(),
                body);
    }

    /** This attempt failed: the item waits for the next one, or has failed for good. */
    public void fail(Lease lease, String reason, WorkHandler handler) {
        end(lease, reason, lease.failures() + 1 >= settings.maxFailures(), handler);
    }

    /** This attempt failed as every other would: the item has failed for good, and can be retried by REST. */
    public void giveUp(Lease lease, String reason, WorkHandler handler) {
        end(lease, reason, true, handler);
    }

    private void end(Lease lease, String reason, boolean last, WorkHandler handler) {
        guardedQuietly(
                lease,
                """
                update work_item set failures = failures + 1, reason = :reason, status = :status,
                    finished_at = case when :status = 'failed' then clock_timestamp() end,
                    not_before = clock_timestamp() + :backOff * interval '1 millisecond'
                where """ + " " + held(),
                Map.of(
                        "reason",
                        reason,
                        "status",
                        last ? "failed" : "ready",
                        "backOff",
                        settings.backOff(lease.failures() + 1).toMillis()),
                handle -> {
                    if (last) {
                        handler.failed(handle, lease.item(), reason);
                    } else {
                        handler.retried(handle, lease.item(), reason);
                    }
                });
    }

    /**
     * Opens a failed item again, within the caller's transaction.
     *
     * @return false if there is no failed item of this id
     */
    public boolean retry(Handle handle, String id) {
        return handle.createUpdate("""
                                update work_item set status = 'ready', failures = 0, reason = null, finished_at = null,
                                    not_before = clock_timestamp()
                                where id = :id and status = 'failed'
                                """).bind("id", id).execute() == 1;
    }

    /**
     * Takes an open item back, within the caller's transaction: a worker that holds it loses its lease.
     *
     * @return false if there is no open item of this id
     */
    public boolean withdraw(Handle handle, String id) {
        return handle.createUpdate("""
                                update work_item set status = 'withdrawn', finished_at = clock_timestamp()
                                where id = :id and status in ('ready', 'leased')
                                """).bind("id", id).execute() == 1;
    }

    public Optional<WorkItem> find(Handle handle, String id) {
        return handle.createQuery("select " + COLUMNS + " from work_item where id = :id")
                .bind("id", id)
                .map(ITEM)
                .findOne();
    }

    /** Items of a status, the newest first. */
    public List<WorkItem> list(Handle handle, WorkItem.Status status, int limit, int offset) {
        return handle.createQuery("select " + COLUMNS
                        + " from work_item where status = :status order by seq desc limit :limit offset :offset")
                .bind("status", status.name().toLowerCase(Locale.ROOT))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(ITEM)
                .list();
    }

    /** How many items stand where; a status without items is absent. */
    public Map<WorkItem.Status, Long> count(Handle handle) {
        return handle.createQuery("select upper(status) as status, count(*) as items from work_item group by status")
                .map((row, context) ->
                        Map.entry(WorkItem.Status.valueOf(row.getString("status")), row.getLong("items")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void failAbandoned(Handle handle, WorkHandler handler) {
        String reason = "its worker died or fell silent " + settings.maxFailures() + " times without progress";
        handle.createQuery("""
                        update work_item set status = 'failed', finished_at = clock_timestamp(), reason = :reason
                        where id in (
                            select id from work_item
                            where status = 'leased' and lease_until < clock_timestamp() and failures + 1 >= :most
                            for update skip locked)
                        returning """ + " " + COLUMNS)
                .bind("reason", reason)
                .bind("most", settings.maxFailures())
                .map(ITEM)
                .forEach(item -> handler.failed(handle, item, reason));
    }

    private void guarded(Lease lease, String update, Consumer<Handle> body) {
        if (!guardedQuietly(lease, update, Map.of(), body)) {
            throw new Lease.Lost(lease.item());
        }
    }

    private boolean guardedQuietly(Lease lease, String update, Map<String, ?> bindings, Consumer<Handle> body) {
        boolean held = transactions.runPatiently(handle -> {
            int rows = handle.createUpdate(update)
                    .bindMap(bindings)
                    .bind("id", lease.item().id())
                    .bind("attempt", lease.item().attempt())
                    .execute();
            if (rows == 1) {
                body.accept(handle);
            }
            return rows == 1;
        });
        if (!held) {
            lease.markLost();
        }
        return held;
    }

    private static String held() {
        return "id = :id and attempt = :attempt and status = 'leased'";
    }
}
