package io.tiltmeter.dataset.store;

import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The table of mixtures and suites. Every method works within the caller's transaction. */
@Singleton
public class DatasetStore {
    private static final RowMapper<StoredDataset> DATASET = (row, context) -> new StoredDataset(
            row.getString("id"),
            Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("recipe"),
            row.getString("recipe_sha256"),
            state(row),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("updated_at").toInstant());

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
                        .bind("kind", label(kind))
                        .bind("recipe", recipe)
                        .bind("sha256", recipeSha256)
                        .execute()
                == 1;
    }

    public Optional<StoredDataset> find(Handle handle, String id) {
        return handle.createQuery("select * from dataset where id = :id")
                .bind("id", id)
                .map(DATASET)
                .findOne();
    }

    /** Datasets of a kind and, if it is not empty, of a status; the newest first. */
    public List<StoredDataset> list(Handle handle, Kind kind, Optional<String> status, int limit, int offset) {
        return handle.createQuery("""
                        select * from dataset where kind = :kind and status = coalesce(:status, status)
                        order by seq desc limit :limit offset :offset
                        """)
                .bind("kind", label(kind))
                .bind("status", status.orElse(null))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(DATASET)
                .list();
    }

    /** How many {@link #list} would give without a limit. */
    public long count(Handle handle, Kind kind, Optional<String> status) {
        return handle.createQuery(
                        "select count(*) from dataset where kind = :kind and status = coalesce(:status, status)")
                .bind("kind", label(kind))
                .bind("status", status.orElse(null))
                .mapTo(Long.class)
                .one();
    }

    /**
     * Gives a dataset another state.
     *
     * @return false if there is no such dataset
     */
    public boolean update(Handle handle, String id, DatasetState state) {
        return handle.createUpdate("""
                                update dataset set status = :status, ready_event = :event, reason = :reason,
                                    updated_at = clock_timestamp()
                                where id = :id
                                """)
                        .bind("id", id)
                        .bind("status", state.status())
                        .bind("event", state instanceof DatasetState.Ready ready ? ready.event() : null)
                        .bind("reason", state instanceof DatasetState.Failed failed ? failed.reason() : null)
                        .execute()
                == 1;
    }

    private static DatasetState state(ResultSet row) throws SQLException {
        String status = row.getString("status");
        return switch (status) {
            case "building" -> new DatasetState.Building();
            case "ready" -> new DatasetState.Ready(row.getString("ready_event"));
            case "failed" -> new DatasetState.Failed(row.getString("reason"));
            default -> throw new IllegalStateException("dataset status \"" + status + "\" is not known");
        };
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
