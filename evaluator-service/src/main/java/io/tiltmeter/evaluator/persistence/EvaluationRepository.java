package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The evaluations that runs request of their checkpoints, and the work it takes: one row of the work table for each
 * identity, however many request it.
 */
@Singleton
public class EvaluationRepository {
    /** The kind of the work. */
    public static final String KIND = "evaluation";

    private static final String WORK_PREFIX = "evaluation/";
    private static final int HEXADECIMAL = 16;
    private static final int LOCK_DIGITS = 16;
    private static final RowMapper<WorkItem> ITEM = ConstructorMapper.of(WorkItem.class);
    private static final String FROM = """
            from evaluation e join work_item w on w.id = '%s' || e.identity
            where (:status = '' or (case when e.open then w.status else 'done' end) = :status)
              and (:run = '' or e.run_id = :run)
            """.formatted(WORK_PREFIX);
    private static final String COLUMNS = """
            select e.document, e.accepted_at as evaluation_accepted_at, w.id, w.kind, w.affinity, w.payload,
                upper(case when e.open then w.status else 'done' end) as status, w.attempt, w.failures, w.lease_owner,
                w.accepted_at, w.started_at, w.finished_at, w.reason
            """;

    private final WorkRepository work;
    private final Transactions transactions;
    private final WorkItems items;

    public EvaluationRepository(WorkRepository work, Transactions transactions) {
        this.work = work;
        this.transactions = transactions;
        this.items = new WorkItems(transactions, KIND);
    }

    /** The id of an identity's work. */
    public static String workId(String identity) {
        return WORK_PREFIX + identity;
    }

    /**
     * Adds an evaluation within the caller's transaction, and the work it takes unless another evaluation has requested it before.
     *
     * @return false if this evaluation was accepted before: nothing was changed
     */
    public boolean accept(Handle handle, RequestedEvaluation requested) {
        boolean isNew = handle.createUpdate("""
                                insert into evaluation (run_id, step, suite_id, arm, identity, document)
                                values (:run, :step, :suite, :arm, :identity, :document) on conflict do nothing
                                """)
                        .bindMap(key(requested))
                        .bind("identity", requested.task().identity())
                        .bind("document", Documents.write(requested))
                        .execute()
                == 1;
        if (isNew) {
            EvaluationTask task = requested.task();
            work.accept(handle, workId(task.identity()), KIND, task.model().affinity(), Documents.write(task));
        }
        return isNew;
    }

    /** The columns that an evaluation is found by. */
    static Map<String, Object> key(RequestedEvaluation requested) {
        return Map.of(
                "run", requested.runId(),
                "step", requested.step(),
                "suite", requested.task().suite().suiteId(),
                "arm", requested.arm());
    }

    /** Changes what is requested of an evaluation, within the caller's transaction. */
    public void change(Handle handle, RequestedEvaluation requested) {
        handle.createUpdate("""
                        update evaluation set document = :document, open = true
                        where run_id = :run and step = :step and suite_id = :suite and arm = :arm
                        """)
                .bindMap(key(requested))
                .bind("document", Documents.write(requested))
                .execute();
    }

    /** Opens work again that is done or given up, within the caller's transaction; open work stays as it is. */
    public WorkItem.Status reopen(Handle handle, String identity) {
        WorkItem item = lock(handle, identity);
        if (item.status() == WorkItem.Status.DONE || item.status() == WorkItem.Status.FAILED) {
            items.reopen(handle, item);
        }
        return item.status();
    }

    /**
     * Lets no other transaction accept anything of these identities until this one ends. Whoever accepts several calls it
     * first: locks that are taken in one order cannot wait for each other in a circle.
     */
    public void lockIdentities(Handle handle, Collection<String> identities) {
        identities.stream()
                .map(identity -> Long.parseUnsignedLong(identity.substring(0, LOCK_DIGITS), HEXADECIMAL))
                .distinct()
                .sorted()
                .forEach(key -> handle.execute("select pg_advisory_xact_lock(?)", key));
    }

    /** The work of an identity; another transaction that would change it waits for the end of this one. */
    public WorkItem lock(Handle handle, String identity) {
        return items.lock(handle, workId(identity)).orElseThrow();
    }

    /** Every evaluation of an identity, in the order of arrival. */
    public List<RequestedEvaluation> requested(Handle handle, String identity) {
        return handle.createQuery("select document from evaluation where identity = :identity order by seq")
                .bind("identity", identity)
                .map(Documents.in("document", RequestedEvaluation.class))
                .list();
    }

    /** Evaluations that a rescoring names, in the order of arrival. */
    public List<RequestedEvaluation> matching(Handle handle, RescoringRequest wanted) {
        return handle.createQuery("""
                        select document from evaluation
                        where (:run = '' or run_id = :run) and (:step < 0 or step = :step)
                            and (:suite = '' or suite_id = :suite) and (:arm = '' or arm = :arm) order by seq
                        """)
                .bind("run", wanted.runId().orElse(""))
                .bind("step", wanted.step().orElse(-1))
                .bind("suite", wanted.suiteId().orElse(""))
                .bind("arm", wanted.arm().orElse(""))
                .map(Documents.in("document", RequestedEvaluation.class))
                .list();
    }

    /** Those of {@link #requested} that still wait for a score. */
    public List<RequestedEvaluation> unfinished(Handle handle, String identity) {
        return handle.createQuery("select document from evaluation where identity = :identity and open order by seq")
                .bind("identity", identity)
                .map(Documents.in("document", RequestedEvaluation.class))
                .list();
    }

    /** No more scores of this evaluation are missing. */
    public void close(Handle handle, RequestedEvaluation requested) {
        handle.createUpdate("""
                        update evaluation set open = false
                        where run_id = :run and step = :step and suite_id = :suite and arm = :arm and open
                        """).bindMap(key(requested)).execute();
    }

    /** The task of a row of the work table. */
    public EvaluationTask task(WorkItem item) {
        return Documents.read(item.payload(), EvaluationTask.class);
    }

    public Optional<StoredEvaluation> find(String runId, int step, String suiteId, String arm) {
        return transactions.run(handle -> handle.createQuery(
                        COLUMNS + FROM + " and e.step = :step and e.suite_id = :suite and e.arm = :arm")
                .bind("status", "")
                .bind("run", runId)
                .bind("step", step)
                .bind("suite", suiteId)
                .bind("arm", arm)
                .map(EvaluationRepository::row)
                .findOne());
    }

    /**
     * Evaluations in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<StoredEvaluation> list(Optional<WorkItem.Status> status, Optional<String> runId, Page page) {
        return transactions.run(handle -> handle.createQuery(
                        COLUMNS + FROM + " order by e.seq desc limit :limit offset :offset")
                .bind(
                        "status",
                        status.map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(""))
                .bind("run", runId.orElse(""))
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(EvaluationRepository::row)
                .list());
    }

    /** The number of evaluations of each status, of all runs or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> runId) {
        return transactions.run(handle -> handle.createQuery(
                        "select upper(case when e.open then w.status else 'done' end) as status, count(*) as items "
                                + FROM + " group by 1")
                .bind("status", "")
                .bind("run", runId.orElse(""))
                .map((row, context) ->
                        Map.entry(WorkItem.Status.valueOf(row.getString("status")), row.getLong("items")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Opens a failed evaluation again.
     *
     * @return false if it has not failed
     */
    public boolean retry(RequestedEvaluation requested) {
        return transactions.run(
                handle -> work.retry(handle, workId(requested.task().identity())));
    }

    private static StoredEvaluation row(ResultSet row, StatementContext context) throws SQLException {
        return new StoredEvaluation(
                Documents.read(row.getString("document"), RequestedEvaluation.class),
                row.getTimestamp("evaluation_accepted_at").toInstant(),
                ITEM.map(row, context));
    }

    /**
     * An evaluation with the status of its work.
     *
     * @param acceptedAt when it arrived here
     * @param work the row in the work table, which it may share with others
     */
    public record StoredEvaluation(RequestedEvaluation requested, Instant acceptedAt, WorkItem work) {}
}
