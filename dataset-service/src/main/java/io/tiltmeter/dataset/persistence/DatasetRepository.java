package io.tiltmeter.dataset.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredDataset.State;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The table of sources, mixtures, suites and labelings. Every method works within the caller's transaction. */
@Singleton
public class DatasetRepository implements PanacheRepositoryBase<DatasetEntity, String> {
    private static final Sort NEWEST_FIRST = Sort.descending("seq");
    private static final String WANTED =
            "kind = :kind and (:status is null or state.status = :status)" + " and (:name is null or name = :name)";

    /**
     * Adds a dataset that is to be built.
     *
     * @return false if the id is taken: nothing was changed
     */
    public boolean add(String id, Kind kind, String recipe, String recipeSha256) {
        return getEntityManager()
                        .createQuery("insert into Dataset (id, kind, recipe, recipeSha256)"
                                + " values (:id, :kind, :recipe, :sha256) on conflict (id) do nothing")
                        .setParameter("id", id)
                        .setParameter("kind", kind)
                        .setParameter("recipe", recipe)
                        .setParameter("sha256", recipeSha256)
                        .executeUpdate()
                == 1;
    }

    /**
     * Adds the next version of a name, unless a version of this recipe is there. Two at once wait for each other.
     *
     * @return the id that has the recipe now, and whether it is new
     */
    public Added addVersion(String name, Kind kind, String recipe, String recipeSha256) {
        lockVersions(kind, name);
        Optional<String> existing = version(name, kind, recipeSha256);
        if (existing.isPresent()) {
            return new Added(existing.get(), false);
        }
        VersionedName next = nextVersion(name, kind);
        String id = next.id();
        boolean free = getEntityManager()
                        .createQuery("""
                                insert into Dataset (id, kind, name, version, recipe, recipeSha256)
                                values (:id, :kind, :name, :version, :recipe, :sha256) on conflict (id) do nothing
                                """)
                        .setParameter("id", id)
                        .setParameter("kind", kind)
                        .setParameter("name", name)
                        .setParameter("version", next.version())
                        .setParameter("recipe", recipe)
                        .setParameter("sha256", recipeSha256)
                        .executeUpdate()
                == 1;
        return new Added(id, free);
    }

    /** The id of the version of a name that has this recipe. */
    public Optional<String> version(String name, Kind kind, String recipeSha256) {
        return getEntityManager()
                .createQuery(
                        "select id from Dataset where kind = :kind and name = :name and recipeSha256 = :sha256",
                        String.class)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .setParameter("sha256", recipeSha256)
                .getResultStream()
                .findFirst();
    }

    /** The version of a name that has this recipe, if it is ready; another state may change, and needs {@link #lock}. */
    public Optional<StoredDataset> readyVersion(String name, Kind kind, String recipeSha256) {
        return find("kind = ?1 and name = ?2 and recipeSha256 = ?3 and state.status = READY", kind, name, recipeSha256)
                .firstResultOptional()
                .map(DatasetEntity::toRecord);
    }

    /**
     * The version that would be added next: behind those of its kind, and behind what failed under the same name as
     * something else. Another may take it, unless the caller holds the lock of the name.
     */
    public VersionedName nextVersion(String name, Kind kind) {
        int version = getEntityManager()
                .createQuery("""
                        select coalesce(max(version), 0) + 1 from Dataset
                        where name = :name and (kind = :kind or state.status = FAILED)
                        """, Integer.class)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .getSingleResult();
        return new VersionedName(name, version);
    }

    /** Native: HQL has no select without an entity. */
    private void lockVersions(Kind kind, String name) {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(:name, 0)) as text)", String.class)
                .setParameter("name", kind.label() + "/" + name)
                .getSingleResult();
    }

    public Optional<StoredDataset> dataset(String id) {
        return findByIdOptional(id).map(DatasetEntity::toRecord);
    }

    /** As {@link #dataset}, and nobody else changes it until the transaction ends; to be the first look at it. */
    public Optional<StoredDataset> lock(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).map(DatasetEntity::toRecord);
    }

    /** The newest version of a name. */
    public Optional<StoredDataset> newest(Kind kind, String name) {
        return find("kind = ?1 and name = ?2", Sort.descending("version"), kind, name)
                .firstResultOptional()
                .map(DatasetEntity::toRecord);
    }

    /** Datasets of a kind and, where these are not empty, of a status and a name; the newest first. */
    public List<StoredDataset> datasets(Wanted wanted, Page page) {
        return find(WANTED, NEWEST_FIRST, wanted.parameters())
                .range(page.offset(), page.offset() + page.limit() - 1)
                .stream()
                .map(DatasetEntity::toRecord)
                .toList();
    }

    /** How many there are on all pages. */
    public long total(Wanted wanted) {
        return count(WANTED, wanted.parameters());
    }

    /** Ids of a kind, the newest first. */
    public List<String> ids(Kind kind, int limit) {
        return getEntityManager()
                .createQuery("select id from Dataset where kind = :kind order by seq desc", String.class)
                .setParameter("kind", kind)
                .setMaxResults(limit)
                .getResultList();
    }

    /** All of a kind that are not built yet. */
    public List<StoredDataset> building(Kind kind) {
        return find("kind = ?1 and state.status = BUILDING", kind).stream()
                .map(DatasetEntity::toRecord)
                .toList();
    }

    /** Gives a dataset another state. */
    public StoredDataset store(String id, State state) {
        DatasetEntity dataset = findById(id, LockModeType.PESSIMISTIC_WRITE);
        dataset.store(state);
        flush();
        return dataset.toRecord();
    }

    /** Stores how many rows are built; in a statement of its own, which leaves the time of the last state as it is. */
    public void progress(String id, long rowsDone) {
        update("progressDone = ?1 where id = ?2", rowsDone, id);
    }

    /**
     * Which datasets a list holds.
     *
     * @param kind of all of them
     * @param status building, ready or failed; empty for all
     * @param name of which they are versions; empty for all
     */
    public record Wanted(Kind kind, Optional<String> status, Optional<String> name) {
        private Parameters parameters() {
            return Parameters.with("kind", kind)
                    .and("status", status.map(StoredDatasetState::status).orElse(null))
                    .and("name", name.orElse(null));
        }
    }

    /**
     * What became of a version that was to be added.
     *
     * @param id that has the recipe; if it is not new it may be that of another kind
     * @param isNew whether it was added
     */
    public record Added(String id, boolean isNew) {}
}
