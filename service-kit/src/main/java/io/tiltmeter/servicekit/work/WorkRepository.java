package io.tiltmeter.servicekit.work;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work that waits in PostgreSQL. A consumer accepts (one insert), workers lease, and a result is stored only by the
 * attempt that still holds the lease. A dead worker's item is taken over when its lease ends. Statements with the clock
 * are native: it is the database's, since those of replicas differ.
 */
@Singleton
public class WorkRepository implements PanacheRepositoryBase<WorkItemEntity, String> {
    /**
     * Sorted by {@code seq}, an index gives the first of these: the backlog is neither read nor sorted. Who waits for longer
     * than the longest pause waits for a clock that was set back.
     */
    private static final String OPEN = "(kind = :only or :only = '' and kind <> all (string_to_array(:others, ',')))"
            + " and ((status = 'ready' and (not_before <= clock_timestamp()"
            + " or not_before > clock_timestamp() + :pause * interval '1 millisecond'))"
            + " or (status = 'leased' and lease_until < clock_timestamp()))";

    private static final String HELD = " where id = :id and attempt = :attempt and status = 'leased'";

    private final OverdueWork overdue;
    private final PatientTransactions transactions;
    private final WorkSettings settings;

    public WorkRepository(OverdueWork overdue, PatientTransactions transactions, WorkSettings settings) {
        this.overdue = overdue;
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
    public boolean accept(String id, String kind, String affinity, String payload) {
        return getEntityManager()
                        .createQuery("insert into WorkItem (id, kind, affinity, payload)"
                                + " values (:id, :kind, :affinity, :payload) on conflict (id) do nothing")
                        .setParameter("id", id)
                        .setParameter("kind", kind)
                        .setParameter("affinity", affinity)
                        .setParameter("payload", payload)
                        .executeUpdate()
                == 1;
    }

    /**
     * Leases the oldest open item, if possible one of the preferred affinity. Items whose workers died too often are
     * failed on the way.
     */
    public Optional<Lease> lease(String owner, String preferredAffinity, WorkHandler handler) {
        return lease(owner, preferredAffinity, WorkKinds.ALL, handler);
    }

    /** As {@link #lease(String, String, WorkHandler)}, an item of certain kinds. */
    Optional<Lease> lease(String owner, String preferredAffinity, WorkKinds kinds, WorkHandler handler) {
        return transactions.call(() -> {
            overdue.failAbandoned(handler);
            overdue.endSoonAfterTheClockWasSetBack();
            return changed(
                            """
                            update work_item set status = 'leased', attempt = attempt + 1, lease_owner = :owner,
                                failures = failures + case when status = 'leased' then 1 else 0 end,
                                lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                                started_at = coalesce(started_at, clock_timestamp())
                            where id = coalesce((
                                select id from work_item where :affinity <> '' and affinity = :affinity and (%1$s)
                                order by seq limit 1 for update skip locked), (
                                select id from work_item where %1$s
                                order by seq limit 1 for update skip locked))
                            returning *
                            """.formatted(OPEN),
                            Map.of(
                                    "owner",
                                    owner,
                                    "lease",
                                    settings.lease().toMillis(),
                                    "pause",
                                    overdue.maxPauseMillis(),
                                    "affinity",
                                    preferredAffinity,
                                    "only",
                                    kinds.only(),
                                    "others",
                                    String.join(",", kinds.others())))
                    .stream()
                    .findFirst()
                    .map(Lease::new);
        });
    }

    /** Holds the lease for longer; marks it lost if the item was taken over or withdrawn. */
    public void heartbeat(Lease lease) {
        boolean held = QuarkusTransaction.requiringNew()
                .call(() -> changes(
                        lease,
                        "update work_item set lease_until = clock_timestamp() + :lease * interval '1 millisecond'"
                                + HELD,
                        Map.of("lease", settings.lease().toMillis())));
        if (!held) {
            lease.markLost();
        }
    }

    /**
     * Stores progress in one transaction, which the lease guards; failures before it are forgiven.
     *
     * @throws Lease.Lost if another attempt has begun or the item was withdrawn; nothing is stored
     */
    public void progress(Lease lease, Runnable body) {
        guarded(lease, "update work_item set failures = 0, reason = null" + HELD, body);
        lease.forgiveFailures();
    }

    /**
     * Stores intermediate results in one transaction, which the lease guards; failures are not forgiven, since an attempt
     * that follows would not begin any later for it.
     *
     * @throws Lease.Lost if another attempt has begun or the item was withdrawn; nothing is stored
     */
    public void report(Lease lease, Runnable body) {
        guarded(lease, "update work_item set reason = null" + HELD, body);
    }

    /**
     * Stores the result and ends the item in one transaction, which the lease guards.
     *
     * @throws Lease.Lost if another attempt has begun, has ended the item, or it was withdrawn; nothing is stored
     */
    public void complete(Lease lease, Runnable body) {
        guarded(
                lease,
                "update work_item set status = 'done', finished_at = clock_timestamp(), reason = null" + HELD,
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

    /** This attempt had no room: the item waits for the next one, and nothing is counted as a failure. */
    void postpone(Lease lease, String reason, WorkHandler handler) {
        guardedQuietly(
                lease,
                """
                update work_item set reason = :reason, status = 'ready',
                    not_before = clock_timestamp() + :pause * interval '1 millisecond'
                """ + HELD,
                Map.of("reason", reason, "pause", settings.lease().toMillis()),
                () -> handler.retried(lease.item(), reason));
    }

    private void end(Lease lease, String failure, boolean last, WorkHandler handler) {
        String reason = FailureReason.storable(failure);
        guardedQuietly(
                lease,
                """
                update work_item set failures = failures + 1, reason = :reason, status = :status,
                    finished_at = case when :status = 'failed' then clock_timestamp() end,
                    not_before = clock_timestamp() + :backOff * interval '1 millisecond'
                """ + HELD,
                Map.of(
                        "reason",
                        reason,
                        "status",
                        last ? "failed" : "ready",
                        "backOff",
                        settings.backOff(lease.failures() + 1).toMillis()),
                () -> {
                    if (last) {
                        handler.failed(lease.item(), reason);
                    } else {
                        handler.retried(lease.item(), reason);
                    }
                });
    }

    /**
     * Opens a failed item again, within the caller's transaction.
     *
     * @return false if there is no failed item of this id
     */
    public boolean retry(String id) {
        return getEntityManager().createNativeQuery("""
                                update work_item set status = 'ready', failures = 0, reason = null, finished_at = null,
                                    not_before = clock_timestamp()
                                where id = :id and status = 'failed'
                                """).setParameter("id", id).executeUpdate() == 1;
    }

    /**
     * Opens an item again that has ended in whatever way, within the caller's transaction. One that is purged, or was never
     * there, is added. An open item stays as it is and is not locked: its worker locks it before what it is of, and the
     * caller after that.
     *
     * @param attempts that were made before; of a purged item the next one has the next number
     * @return false if the item was open: nothing was changed
     */
    public boolean reopen(String id, String kind, String affinity, String payload, int attempts) {
        return getEntityManager()
                        .createNativeQuery("""
                                insert into work_item (id, kind, affinity, payload, attempt)
                                select :id, :kind, :affinity, :payload, :attempts
                                where not exists
                                    (select 1 from work_item where id = :id and status in ('ready', 'leased'))
                                on conflict (id) do update set status = 'ready', failures = 0, reason = null,
                                    finished_at = null, not_before = clock_timestamp(), affinity = excluded.affinity,
                                    payload = excluded.payload
                                where work_item.status in ('done', 'failed', 'withdrawn')
                                """)
                        .setParameter("id", id)
                        .setParameter("kind", kind)
                        .setParameter("affinity", affinity)
                        .setParameter("payload", payload)
                        .setParameter("attempts", attempts)
                        .executeUpdate()
                == 1;
    }

    /**
     * Takes an open item back, within the caller's transaction: a worker that holds it loses its lease.
     *
     * @return false if there is no open item of this id
     */
    public boolean withdraw(String id) {
        return getEntityManager().createNativeQuery("""
                                update work_item set status = 'withdrawn', finished_at = clock_timestamp()
                                where id = :id and status in ('ready', 'leased')
                                """).setParameter("id", id).executeUpdate() == 1;
    }

    /** Deletes an item in whatever state, within the caller's transaction: a worker that holds it loses its lease. */
    public void remove(String id) {
        deleteById(id);
    }

    /** Deletes items that were done or withdrawn this long ago; failed ones stay until they are retried. */
    int purge(Duration age) {
        return getEntityManager()
                .createNativeQuery("""
                                delete from work_item where status in ('done', 'withdrawn')
                                    and finished_at < clock_timestamp() - :age * interval '1 millisecond'
                                """)
                .setParameter("age", age.toMillis())
                .executeUpdate();
    }

    public Optional<WorkItem> item(String id) {
        return findByIdOptional(id).map(WorkItemEntity::toRecord);
    }

    /** The item, locked until the caller's transaction ends: before rows of the caller's own, as {@link #complete} does. */
    public Optional<WorkItem> lock(String id) {
        Optional<WorkItemEntity> item = findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
        item.ifPresent(getEntityManager()::detach); // it is changed by statements
        return item.map(WorkItemEntity::toRecord);
    }

    /** Items of a status, the newest first. */
    public List<WorkItem> items(WorkItem.Status status, int limit, int offset) {
        return find("status", Sort.descending("seq"), status).range(offset, offset + limit - 1).stream()
                .map(WorkItemEntity::toRecord)
                .toList();
    }

    private void guarded(Lease lease, String update, Runnable body) {
        if (!guardedQuietly(lease, update, Map.of(), body)) {
            throw new Lease.Lost(lease.item());
        }
    }

    private boolean guardedQuietly(Lease lease, String update, Map<String, ?> parameters, Runnable body) {
        boolean held = transactions.call(() -> {
            boolean changes = changes(lease, update, parameters);
            if (changes) {
                body.run();
            }
            return changes;
        });
        if (!held) {
            lease.markLost();
        }
        return held;
    }

    /** Whether the update changes the item, which it does if the lease is held. */
    private boolean changes(Lease lease, String update, Map<String, ?> parameters) {
        var query = getEntityManager()
                .createNativeQuery(update)
                .setParameter("id", lease.item().id())
                .setParameter("attempt", lease.item().attempt());
        parameters.forEach(query::setParameter);
        return query.executeUpdate() == 1;
    }

    /** The items that an update has changed and returns. */
    private List<WorkItem> changed(String update, Map<String, ?> parameters) {
        var query = getEntityManager().createNativeQuery(update, WorkItemEntity.class);
        parameters.forEach(query::setParameter);
        return ((List<?>) query.getResultList())
                .stream().map(row -> ((WorkItemEntity) row).toRecord()).toList();
    }
}
