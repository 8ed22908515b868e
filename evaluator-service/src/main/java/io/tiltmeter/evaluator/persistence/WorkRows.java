package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkItemEntity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows of one entity that take work, with the status of their work: one query for a page, however long. */
final class WorkRows<E extends WorkEntity> {
    private final String from;
    private final String waiting;

    /**
     * @param entity the name of the entity, which is {@code e} in the expressions
     * @param owner of the run or request that a row belongs to
     * @param workId of the id in the work table
     */
    WorkRows(String entity, String owner, String workId) {
        from = " from %s e left join WorkItem w on e.open and w.id = %s where (:owner = '' or %s = :owner)"
                .formatted(entity, workId, owner);
        waiting = "select count(*) from %s e join WorkItem w on w.id = %s where e.open and w.status = :ready"
                .formatted(entity, workId);
    }

    /** A row with its work. */
    record Row<E>(E entity, StoredWork work) {}

    /**
     * Rows in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param owner only those of this run or request; empty for all
     */
    List<Row<E>> list(EntityManager database, Optional<Status> status, Optional<String> owner, Page page) {
        TypedQuery<Object[]> query = database.createQuery(
                        "select e, w" + from + status.map(WorkRows::of).orElse("") + " order by e.seq desc",
                        Object[].class)
                .setParameter("owner", owner.orElse(""))
                .setFirstResult(page.offset())
                .setMaxResults(page.limit());
        status.filter(s -> s != Status.DONE).ifPresent(s -> query.setParameter("status", s));
        return query.getResultStream().map(this::row).toList();
    }

    private static String of(Status status) {
        return status == Status.DONE ? " and not e.open" : " and w.status = :status";
    }

    @SuppressWarnings("unchecked")
    private Row<E> row(Object[] columns) {
        E entity = (E) columns[0];
        Optional<WorkItem> item =
                Optional.ofNullable((WorkItemEntity) columns[1]).map(WorkItemEntity::toRecord);
        return new Row<>(entity, entity.work(item));
    }

    /** The number of rows of each status; a status without any is absent. */
    Map<Status, Long> count(EntityManager database, Optional<String> owner) {
        return database.createQuery(
                        "select e.open, w.status, count(*)" + from + " group by e.open, w.status", Object[].class)
                .setParameter("owner", owner.orElse(""))
                .getResultStream()
                .collect(Collectors.toMap(row -> status((Boolean) row[0], (Status) row[1]), row -> (Long) row[2]));
    }

    private static Status status(boolean open, Status ofItem) {
        if (!open) {
            return Status.DONE;
        }
        return ofItem == null ? Status.WITHDRAWN : ofItem;
    }

    /** The number of rows that wait for a worker. */
    long waiting(EntityManager database) {
        return database.createQuery(waiting, Long.class)
                .setParameter("ready", Status.READY)
                .getSingleResult();
    }
}
