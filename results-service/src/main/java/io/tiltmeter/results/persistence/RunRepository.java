package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs as events describe them, with what is stored of each. An older event changes nothing. */
@Singleton
public class RunRepository implements PanacheRepositoryBase<RunEntity, String> {
    private static final List<RunStatus> UNFINISHED = Arrays.stream(RunStatus.values())
            .filter(status -> !status.isFinal())
            .toList();

    private static final String ANNOTATED_RUN = """
            from Run r
            left join RunAnnotation a on a.runId = r.runId
            """;

    private static final String FROM = ANNOTATED_RUN + """
            left join lateral (
                select count(*) as checkpoints from Checkpoint c where c.runId = r.runId) c
            left join lateral (
                select coalesce(max(e.id), 0) as newest, max(e.finishedAt) as evaluatedAt
                from Evaluation e where e.runId = r.runId) e
            left join lateral (
                select count(*) as failures from EvaluationFailure f where f.runId = r.runId) f
            left join lateral (
                select count(*) as probes from ProbeMeasurement p where p.runId = r.runId) p
            """;

    private static final String STORED = """
            select r.document, cast(c.checkpoints as Integer), e.newest, cast(f.failures as Integer), p.probes, r.imported,
                greatest(r.updatedAt, e.evaluatedAt), a
            """ + FROM;

    /**
     * Makes other transactions that would change this run's evaluations, imports or warnings wait until this one ends, so
     * that they see what it stored. It comes before other statements about the run, or two could wait for each other.
     */
    public void lock(String runId) {
        // Native: a function of PostgreSQL without a result.
        getEntityManager()
                .createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended('run ' || :run, 0)) as text)")
                .setParameter("run", runId)
                .getSingleResult();
    }

    /** Stores a run's state, unless a newer revision is stored. The caller holds the lock of the run. */
    public void accept(RunUpdated event) {
        Optional<RunEntity> stored = findByIdOptional(event.runId());
        if (stored.isEmpty() || event.revision() > stored.get().revision) {
            RunEntity run = stored.orElseGet(() -> unstored(event.runId()));
            run.revision = event.revision();
            run.imported = false;
            write(event, run);
        }
    }

    /** Stores a run that consists of imports alone; a trainer's run is not changed. The caller holds the lock of the run. */
    public void acceptImported(RunUpdated run) {
        Optional<RunEntity> stored = findByIdOptional(run.runId());
        if (stored.isEmpty() || stored.get().imported) {
            write(run, stored.orElseGet(() -> unstored(run.runId())));
        }
    }

    private static RunEntity unstored(String runId) {
        RunEntity run = new RunEntity();
        run.runId = runId;
        run.imported = true;
        return run;
    }

    private void write(RunUpdated state, RunEntity run) {
        run.status = state.status();
        run.createdAt = state.createdAt();
        run.updatedAt = state.updatedAt();
        run.document = state;
        persist(run);
    }

    /** Whether a trainer's run of this id is stored that says which checkpoints it plans. */
    public boolean hasPlan(String runId) {
        return findByIdOptional(runId)
                .filter(run ->
                        !run.imported && !run.document.plannedCheckpoints().isEmpty())
                .isPresent();
    }

    public Optional<StoredRun> run(String runId) {
        return stored(" where r.runId = :id")
                .setParameter("id", runId)
                .getResultStream()
                .findFirst();
    }

    /** Those of these runs that are stored, in no order. */
    public List<StoredRun> runs(Collection<String> runIds) {
        return stored(" where r.runId = one_of(:ids)")
                .setParameter("ids", runIds.toArray(String[]::new))
                .getResultList();
    }

    public List<StoredRun> runs(RunFilter filter, RunFilter.Order order, boolean ascending, int limit, int offset) {
        return filter.select(stored(RunFilter.CONDITION + order.by(ascending)))
                .setMaxResults(limit)
                .setFirstResult(offset)
                .getResultList();
    }

    /** The ids of what {@link #runs(RunFilter, RunFilter.Order, boolean, int, int)} lists. */
    public List<String> ids(RunFilter filter, RunFilter.Order order, boolean ascending, int limit) {
        return filter.select(getEntityManager()
                        .createQuery(
                                "select r.runId " + FROM + RunFilter.CONDITION + order.by(ascending), String.class))
                .setMaxResults(limit)
                .getResultList();
    }

    public long count(RunFilter filter) {
        return filter.select(getEntityManager()
                        .createQuery("select count(*) " + ANNOTATED_RUN + RunFilter.CONDITION, Long.class))
                .getSingleResult();
    }

    /** Runs that are not over, or changed since then; the latest change first. */
    public List<StoredRun> active(Instant since, int limit) {
        return stored("""
                         where not r.imported
                            and (r.status in :unfinished or greatest(r.updatedAt, e.evaluatedAt) > :since)
                        order by greatest(r.updatedAt, e.evaluatedAt) desc, r.runId
                        """)
                .setParameter("unfinished", UNFINISHED)
                .setParameter("since", since)
                .setMaxResults(limit)
                .getResultList();
    }

    /** How many runs {@link #active} would list without a limit. */
    public long countActive(Instant since) {
        return count("""
                from Run r where not r.imported and (r.status in ?1 or r.updatedAt > ?2
                    or exists (select 1 from Evaluation e where e.runId = r.runId and e.finishedAt > ?2))
                """, UNFINISHED, since);
    }

    public List<String> ids(int limit) {
        return getEntityManager()
                .createQuery("select runId from Run order by createdAt desc, runId", String.class)
                .setMaxResults(limit)
                .getResultList();
    }

    private TypedQuery<StoredRun> stored(String rest) {
        return getEntityManager().createQuery(STORED + rest, StoredRun.class);
    }
}
