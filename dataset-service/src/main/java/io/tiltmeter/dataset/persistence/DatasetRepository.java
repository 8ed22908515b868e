package io.tiltmeter.dataset.persistence;

import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredDataset.Progress;
import io.tiltmeter.dataset.persistence.StoredDataset.State;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of sources, mixtures, suites and labelings. Every method works within the caller's transaction. */
@Singleton
public class DatasetRepository {
    private static final RowMapper<StoredDataset> DATASET = (row, context) -> new StoredDataset(
            row.getString("id"),
            Kind.of(row.getString("kind")),
            row.getString("name") == null
                    ? Optional.empty()
                    : Optional.of(new VersionedName(row.getString("name"), row.getInt("version"))),
            row.getString("recipe"),
            row.getString("recipe_sha256"),
            state(row),
            new Progress(
                    row.getLong("progress_done"), Optional.ofNullable(row.getObject("progress_total", Long.class))),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("updated_at").toInstant());

    private static final String WANTED = """
            kind = :kind and status = coalesce(:status, status) and coalesce(name, '') = coalesce(:name, name, '')
            """;

    /**
     * Adds a dataset that is to be built.
     *
     * @return false if the id is taken: nothing was changed
     */
    public boolean add(Handle handle, String id, Kind kind, String recipe, String recipeSha256) {
        return handle.createUpdate("""
                                insert into dataset (id, kind, recipe, recipe_sha256)
                                values (:id, :kind, :recipe, :sha256) on conflict (id) do nothing
                                """)
                        .bind("id", id)
                        .bind("kind", kind.label())
                        .bind("recipe", recipe)
                        .bind("sha256", recipeSha256)
                        .execute()
                == 1;
    }

    /**
     * Adds the next version of a name, unless a version of this recipe is there. Two at once wait for each other.
     *
     * @return the id that has the recipe now, and whether it is new
     */
    public Added addVersion(Handle handle, String name, Kind kind, String recipe, String recipeSha256) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:lock, 0))")
                .bind("lock", kind.label() + "/" + name)
                .mapTo(String.class)
                .one();
        Optional<String> existing = handle.createQuery(
                        "select id from dataset where kind = :kind and name = :name and recipe_sha256 = :sha256")
                .bind("kind", kind.label())
                .bind("name", name)
                .bind("sha256", recipeSha256)
                .mapTo(String.class)
                .findOne();
        if (existing.isPresent()) {
            return new Added(existing.get(), false);
        }
        int version = handle.createQuery(
                        "select coalesce(max(version), 0) + 1 from dataset where kind = :kind and name = :name")
                .bind("kind", kind.label())
                .bind("name", name)
                .mapTo(Integer.class)
                .one();
        String id = new VersionedName(name, version).id();
        boolean free = handle.createUpdate("""
                        insert into dataset (id, kind, name, version, recipe, recipe_sha256)
                        values (:id, :kind, :name, :version, :recipe, :sha256) on conflict (id) do nothing
                        """)
                        .bind("id", id)
                        .bind("kind", kind.label())
                        .bind("name", name)
                        .bind("version", version)
                        .bind("recipe", recipe)
                        .bind("sha256", recipeSha256)
                        .execute()
                == 1;
        return new Added(id, free);
    }

    public Optional<StoredDataset> find(Handle handle, String id) {
        return handle.createQuery("select * from dataset where id = :id")
                .bind("id", id)
                .map(DATASET)
                .findOne();
    }

    /** The newest version of a name. */
    public Optional<StoredDataset> newest(Handle handle, Kind kind, String name) {
        return handle.createQuery(
                        "select * from dataset where kind = :kind and name = :name order by version desc limit 1")
                .bind("kind", kind.label())
                .bind("name", name)
                .map(DATASET)
                .findOne();
    }

    /** Datasets of a kind and, where these are not empty, of a status and a name; the newest first. */
    public List<StoredDataset> list(Handle handle, Wanted wanted, int limit, int offset) {
        return bind(
                        handle.createQuery("select * from dataset where " + WANTED
                                + " order by seq desc limit :limit offset :offset"),
                        wanted)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(DATASET)
                .list();
    }

    /** How many {@link #list} would give without a limit. */
    public long count(Handle handle, Wanted wanted) {
        return bind(handle.createQuery("select count(*) from dataset where " + WANTED), wanted)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Gives a dataset another state.
     *
     * @return false if there is no such dataset
     */
    public boolean update(Handle handle, String id, State state) {
        return handle.createUpdate("""
                                update dataset set status = :status, result = :result, reason = :reason,
                                    updated_at = clock_timestamp()
                                where id = :id
                                """)
                        .bind("id", id)
                        .bind("status", state.status())
                        .bind("result", state instanceof StoredDataset.Ready ready ? ready.result() : null)
                        .bind("reason", state instanceof StoredDataset.Failed failed ? failed.reason() : null)
                        .execute()
                == 1;
    }

    /** Stores the progress of a build. */
    public void progress(Handle handle, String id, Progress progress) {
        handle.createUpdate("update dataset set progress_done = :done, progress_total = :total where id = :id")
                .bind("id", id)
                .bind("done", progress.rowsDone())
                .bind("total", progress.rowsTotal().orElse(null))
                .execute();
    }

    private static <T extends SqlStatement<T>> T bind(T statement, Wanted wanted) {
        return statement
                .bind("kind", wanted.kind().label())
                .bind("status", wanted.status().orElse(null))
                .bind("name", wanted.name().orElse(null));
    }

    private static State state(ResultSet row) throws SQLException {
        String status = row.getString("status");
        return switch (status) {
            case "building" -> new StoredDataset.Building();
            case "ready" -> new StoredDataset.Ready(row.getString("result"));
            case "failed" -> new StoredDataset.Failed(row.getString("reason"));
            default -> throw new IllegalStateException("dataset status \"" + status + "\" is not known");
        };
    }

    /**
     * Which datasets a list holds.
     *
     * @param kind of all of them
     * @param status building, ready or failed; empty for all
     * @param name of which they are versions; empty for all
     */
    public record Wanted(Kind kind, Optional<String> status, Optional<String> name) {}

    /**
     * What became of a version that was to be added.
     *
     * @param id that has the recipe; if it is not new it may be that of another kind
     * @param isNew whether it was added
     */
    public record Added(String id, boolean isNew) {}
}
