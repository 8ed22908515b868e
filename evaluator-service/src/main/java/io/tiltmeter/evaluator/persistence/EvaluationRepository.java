package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.RequestedEvaluation;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluations that runs request of their checkpoints, and the work it takes: one item for each identity, however many
 * request it.
 */
@Singleton
public class EvaluationRepository implements PanacheRepositoryBase<EvaluationEntity, EvaluationKey> {
    /** The kind of the work. */
    public static final String KIND = "evaluation";

    private static final String WORK_PREFIX = "evaluation/";
    private static final int HEXADECIMAL = 16;
    private static final int LOCK_DIGITS = 16;
    private static final String IN_ORDER = "select document from Evaluation where %s order by seq";
    private static final WorkRows<EvaluationEntity> ROWS =
            new WorkRows<>("Evaluation", "e.runId", "concat('" + WORK_PREFIX + "', e.identity)");

    private final WorkRepository work;

    public EvaluationRepository(WorkRepository work) {
        this.work = work;
    }

    /**
     * Lets no other transaction accept anything of these identities until this one ends. Whoever accepts calls it first:
     * locks that are taken in one order cannot wait for each other in a circle. Native: HQL has no locks without rows.
     */
    public void lockIdentities(Collection<String> identities) {
        identities.stream()
                .map(identity -> Long.parseUnsignedLong(identity.substring(0, LOCK_DIGITS), HEXADECIMAL))
                .distinct()
                .sorted()
                .forEach(key -> getEntityManager()
                        .createNativeQuery("select 1 from pg_advisory_xact_lock(:key)", Integer.class)
                        .setParameter("key", key)
                        .getSingleResult());
    }

    /**
     * Adds an evaluation.
     *
     * @return false if it was accepted before: nothing was changed
     */
    public boolean accept(RequestedEvaluation requested) {
        return getEntityManager()
                        .createQuery("""
                                insert into Evaluation (runId, step, suiteId, arm, identity, document)
                                values (:run, :step, :suite, :arm, :identity, :document)
                                on conflict (runId, step, suiteId, arm) do nothing
                                """)
                        .setParameter("run", requested.runId())
                        .setParameter("step", requested.step())
                        .setParameter("suite", requested.task().suite().suiteId())
                        .setParameter("arm", requested.arm())
                        .setParameter("identity", requested.task().identity())
                        .setParameter("document", Json.write(requested))
                        .executeUpdate()
                == 1;
    }

    /** Changes what is requested of an evaluation, and opens it again. */
    public void change(RequestedEvaluation requested) {
        update(
                "document = ?1, open = true where runId = ?2 and step = ?3 and suiteId = ?4 and arm = ?5",
                Json.write(requested),
                requested.runId(),
                requested.step(),
                requested.task().suite().suiteId(),
                requested.arm());
    }

    /** The work of an identity, locked as by {@link WorkRepository#lock}; none if it is done and was deleted since. */
    public Optional<WorkItem> lock(String identity) {
        return work.lock(workId(identity));
    }

    /** Opens the work of a task, if none is open. */
    public void open(EvaluationTask task) {
        int attempts = getEntityManager()
                .createQuery(
                        "select coalesce(max(completed.attempts), 0) from Evaluation where identity = :identity",
                        Integer.class)
                .setParameter("identity", task.identity())
                .getSingleResult();
        work.reopen(workId(task.identity()), KIND, task.model().affinity(), Json.write(task), attempts);
    }

    /** The id of an identity's work. */
    public static String workId(String identity) {
        return WORK_PREFIX + identity;
    }

    /** The task of an item of work. */
    public EvaluationTask task(WorkItem item) {
        return Json.read(item.payload(), EvaluationTask.class);
    }

    /** Every evaluation of an identity, in the order of arrival. */
    public List<RequestedEvaluation> requested(String identity) {
        return read(inOrder("identity = :identity").setParameter("identity", identity));
    }

    /** Those of {@link #requested} that still wait for a score. */
    public List<RequestedEvaluation> unfinished(String identity) {
        return read(inOrder("identity = :identity and open").setParameter("identity", identity));
    }

    /** Evaluations that a rescoring names, in the order of arrival. */
    public List<RequestedEvaluation> matching(RescoringRequest wanted) {
        return read(inOrder("(:run = '' or runId = :run) and (:step < 0 or step = :step)"
                        + " and (:suite = '' or suiteId = :suite) and (:arm = '' or arm = :arm)")
                .setParameter("run", wanted.runId().orElse(""))
                .setParameter("step", wanted.step().orElse(-1))
                .setParameter("suite", wanted.suiteId().orElse(""))
                .setParameter("arm", wanted.arm().orElse("")));
    }

    private TypedQuery<String> inOrder(String condition) {
        return getEntityManager().createQuery(IN_ORDER.formatted(condition), String.class);
    }

    private static List<RequestedEvaluation> read(TypedQuery<String> documents) {
        return documents
                .getResultStream()
                .map(document -> Json.read(document, RequestedEvaluation.class))
                .toList();
    }

    /**
     * No more scores of this evaluation are missing.
     *
     * @param item that gave the scores; if there is none, they were known from earlier work, whose attempts are kept
     */
    public void close(RequestedEvaluation requested, Optional<WorkItem> item) {
        CompletedWork how = item.map(CompletedWork::of)
                .or(() -> newestCompleted(requested.task().identity()))
                .orElse(CompletedWork.NONE);
        getEntityManager()
                .createQuery("""
                        update Evaluation set open = false, completed.attempts = :attempts, completed.replica = :replica,
                            completed.startedAt = coalesce(completed.startedAt, :startedAt),
                            completed.finishedAt = instant
                        where runId = :run and step = :step and suiteId = :suite and arm = :arm and open
                        """)
                .setParameter("attempts", how.attempts())
                .setParameter("replica", how.replica())
                .setParameter("startedAt", how.startedAt())
                .setParameter("run", requested.runId())
                .setParameter("step", requested.step())
                .setParameter("suite", requested.task().suite().suiteId())
                .setParameter("arm", requested.arm())
                .executeUpdate();
    }

    private Optional<CompletedWork> newestCompleted(String identity) {
        return find("identity = ?1 and completed.attempts is not null order by completed.attempts desc", identity)
                .page(0, 1)
                .stream()
                .map(evaluation -> evaluation.completed)
                .findFirst();
    }

    public Optional<StoredEvaluation> evaluation(String runId, int step, String suiteId, String arm) {
        return findByIdOptional(new EvaluationKey(runId, step, suiteId, arm))
                .map(found -> found.toRecord(found.work(work.item(workId(found.identity)))));
    }

    /**
     * Evaluations in the order of their arrival, the newest first.
     *
     * @param status only those of this status; empty for all
     * @param runId only those of this run; empty for all
     */
    public List<StoredEvaluation> evaluations(Optional<Status> status, Optional<String> runId, Page page) {
        return ROWS.list(getEntityManager(), status, runId, page).stream()
                .map(row -> row.entity().toRecord(row.work()))
                .toList();
    }

    /** The number of evaluations of each status, of all runs or of one; a status without any is absent. */
    public Map<Status, Long> countByStatus(Optional<String> runId) {
        return ROWS.count(getEntityManager(), runId);
    }

    /** The number of evaluations that wait for a replica. */
    public long waiting() {
        return ROWS.waiting(getEntityManager());
    }

    /**
     * Opens a failed evaluation again.
     *
     * @return false if it has not failed
     */
    public boolean retry(RequestedEvaluation requested) {
        return work.retry(workId(requested.task().identity()));
    }

    /**
     * An evaluation with the status of its work.
     *
     * @param acceptedAt when it arrived here
     * @param work which it may share with others
     */
    public record StoredEvaluation(RequestedEvaluation requested, Instant acceptedAt, StoredWork work) {}
}
