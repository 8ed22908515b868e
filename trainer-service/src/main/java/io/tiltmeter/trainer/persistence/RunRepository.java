package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.trainer.finetuning.RunState;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The rows of the runs. */
@Singleton
public class RunRepository implements PanacheRepositoryBase<RunEntity, String> {
    private static final Sort NEWEST_FIRST = Sort.descending("seq");

    public Optional<StoredRun> run(String id) {
        return findByIdOptional(id).map(RunEntity::toRecord);
    }

    /** @throws NotFound naming the runs that are known */
    public StoredRun get(String id) {
        return run(id).orElseThrow(() -> new NotFound("run", id, ids()));
    }

    /** As {@link #get}, and nobody else changes it until the transaction ends. */
    public StoredRun getLocked(String id) {
        return lock(id).orElseThrow(() -> new NotFound("run", id, ids()));
    }

    /** As {@link #run}, and nobody else changes it until the transaction ends. */
    public Optional<StoredRun> lock(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).map(RunEntity::toRecord);
    }

    /** Those of these ids, the oldest first; nobody else changes them until the transaction ends. */
    public List<StoredRun> lockAll(List<String> ids) {
        return find("id in ?1", Sort.ascending("seq"), ids).withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .map(RunEntity::toRecord)
                .toList();
    }

    public Optional<StoredRun> byIdempotencyKey(String key) {
        return find("idempotencyKey", key).singleResultOptional().map(RunEntity::toRecord);
    }

    /** The newest run of the very same request. */
    public Optional<StoredRun> sameAs(RunRequest request) {
        return find("mixture", NEWEST_FIRST, request.settings().mixture()).stream()
                .map(RunEntity::toRecord)
                .filter(run -> run.request().equals(request))
                .findFirst();
    }

    /** Those of a status, or all; the newest first. */
    public List<StoredRun> runs(Optional<RunStatus> status, Page page) {
        return status
                .map(only -> find("state.status", NEWEST_FIRST, only))
                .orElseGet(() -> findAll(NEWEST_FIRST))
                .range(page.offset(), page.offset() + page.limit() - 1)
                .stream()
                .map(RunEntity::toRecord)
                .toList();
    }

    /** How many have a status, or how many there are. */
    public long total(Optional<RunStatus> status) {
        return status.map(only -> count("state.status", only)).orElseGet(this::count);
    }

    /** The newest first. */
    public List<String> ids() {
        return getEntityManager()
                .createQuery("select id from Run order by seq desc", String.class)
                .getResultList();
    }

    /** With those of deleted runs. */
    public List<String> takenIds() {
        return getEntityManager()
                .createQuery("select id from Run union all select runId from DeletedRun", String.class)
                .getResultList();
    }

    /** Those whose checkpoints are adapters. */
    public List<String> adapterIds() {
        return getEntityManager()
                .createQuery("select id from Run where adapter", String.class)
                .getResultList();
    }

    /** Waiting runs that name this, the oldest first, locked. */
    public List<StoredRun> lockWaitingFor(InputColumn column, String name) {
        return find("state.status = WAITING and " + column.condition, Sort.ascending("seq"), name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .map(RunEntity::toRecord)
                .toList();
    }

    /** How a waiting run may name something. */
    public enum InputColumn {
        MIXTURE("mixture = ?1"),
        /** By the position in the array, which compares {@code text} with the {@code varchar} of a parameter. */
        SUITE("array_contains_nullable(suites, ?1)"),
        BASE_RUN("baseRun = ?1");

        private final String condition;

        InputColumn(String condition) {
            this.condition = condition;
        }
    }

    /** Adds a run, which waits. */
    public StoredRun insert(String id, RunRequest request, Optional<String> idempotencyKey) {
        RunEntity run = RunEntity.of(id, request, idempotencyKey);
        persistAndFlush(run);
        return run.toRecord();
    }

    /** Stores a run's state and progress; its revision counts up. */
    public StoredRun store(String id, RunState state, RunProgress progress) {
        RunEntity run = findById(id, LockModeType.PESSIMISTIC_WRITE);
        run.store(state, progress);
        flush();
        return run.toRecord();
    }

    /** Writes every row of the transaction so far and holds none of them: else each flush would compare all of them. */
    public void release() {
        flush();
        getEntityManager().clear();
    }

    /** Notes why it is to end early; the first reason stays. */
    public StoredRun stopEarly(String id, String reason) {
        RunEntity run = findById(id, LockModeType.PESSIMISTIC_WRITE);
        run.stopEarly(reason);
        flush();
        return run.toRecord();
    }

    public void fixInputs(String id, RunInputs inputs) {
        findById(id, LockModeType.PESSIMISTIC_WRITE).fixInputs(inputs);
    }

    /**
     * One transaction at a time decides which runs can start, until it ends: no event can be missed between a run's look
     * at its inputs and its waiting for them. Native: HQL has no select without an entity.
     */
    public void lockStarts() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtext('tiltmeter.trainer.starts')) as text)",
                        String.class)
                .getSingleResult();
    }
}
