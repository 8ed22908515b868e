package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.trainer.finetuning.InputStatus;
import io.tiltmeter.trainer.finetuning.InputStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What events say about mixtures and suites. They may come late, early or twice: what was ready once stays ready. */
public final class DatasetRepository {
    private DatasetRepository() {}

    /** A mixture or suite is being built, or could not be; older events, and events after it was ready, change nothing. */
    public static void put(Handle handle, DatasetUpdated event) {
        handle.createUpdate("""
                        insert into dataset (kind, id, status, reason, updated_at)
                        values (:kind, :id, :status, :reason, :at)
                        on conflict (kind, id) do update
                        set status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at
                        where dataset.status <> 'ready' and dataset.updated_at <= excluded.updated_at
                        """)
                .bind("kind", column(event.kind()))
                .bind("id", event.datasetId())
                .bind("status", event.status().name().toLowerCase(Locale.ROOT))
                .bind("reason", event.reason())
                .bind("at", event.updatedAt())
                .execute();
    }

    public static void put(Handle handle, MixtureReady event) {
        ready(handle, Kind.MIXTURE, event.mixtureId(), StoredJson.write(event), event.readyAt());
    }

    public static void put(Handle handle, SuiteReady event) {
        ready(handle, Kind.SUITE, event.suite().suiteId(), StoredJson.write(event), event.readyAt());
    }

    private static void ready(Handle handle, Kind kind, String id, String json, Instant at) {
        handle.createUpdate("""
                        insert into dataset (kind, id, status, ready, updated_at)
                        values (:kind, :id, 'ready', :ready, :at)
                        on conflict (kind, id) do update
                        set status = 'ready', reason = '', ready = excluded.ready, updated_at = excluded.updated_at
                        where dataset.status <> 'ready' or dataset.updated_at < excluded.updated_at
                        """)
                .bind("kind", column(kind))
                .bind("id", id)
                .bind("ready", json)
                .bind("at", at)
                .execute();
    }

    /** Ids that events have named, the newest event first. */
    public static List<String> ids(Handle handle, Kind kind) {
        return handle.createQuery("select id from dataset where kind = :kind order by updated_at desc, id")
                .bind("kind", column(kind))
                .mapTo(String.class)
                .list();
    }

    /** Whether a run can use a mixture or suite. */
    public static InputStatus status(Handle handle, Kind kind, String id) {
        String name = column(kind) + " " + id;
        return handle.createQuery("select status, reason from dataset where kind = :kind and id = :id")
                .bind("kind", column(kind))
                .bind("id", id)
                .map((row, context) -> switch (row.getString("status")) {
                    case "ready" -> new InputStatus(name, State.READY, "");
                    case "failed" -> new InputStatus(name, State.BROKEN, row.getString("reason"));
                    default -> new InputStatus(name, State.PENDING, "being built");
                })
                .findOne()
                .orElseGet(() -> new InputStatus(name, State.PENDING, "not announced yet"));
    }

    public static Optional<MixtureReady> mixture(Handle handle, String id) {
        return ready(handle, Kind.MIXTURE, id).map(json -> StoredJson.read(json, MixtureReady.class));
    }

    public static Optional<SuiteReady> suite(Handle handle, String id) {
        return ready(handle, Kind.SUITE, id).map(json -> StoredJson.read(json, SuiteReady.class));
    }

    private static Optional<String> ready(Handle handle, Kind kind, String id) {
        return handle.createQuery("select ready from dataset where kind = :kind and id = :id and status = 'ready'")
                .bind("kind", column(kind))
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    private static String column(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
