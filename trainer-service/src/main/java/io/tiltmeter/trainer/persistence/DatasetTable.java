package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.trainer.finetuning.InputStanding;
import io.tiltmeter.trainer.finetuning.InputStanding.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The news about mixtures and suites. It may come late, early or twice: what was ready once stays ready. */
public final class DatasetTable {
    private DatasetTable() {}

    /** A mixture or suite is being built, or could not be; older news, and news after it was ready, changes nothing. */
    public static void put(Handle handle, DatasetUpdated news) {
        handle.createUpdate("""
                        insert into dataset (kind, id, status, reason, updated_at)
                        values (:kind, :id, :status, :reason, :at)
                        on conflict (kind, id) do update
                        set status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at
                        where dataset.status <> 'ready' and dataset.updated_at <= excluded.updated_at
                        """)
                .bind("kind", name(news.kind()))
                .bind("id", news.datasetId())
                .bind("status", news.status().name().toLowerCase(Locale.ROOT))
                .bind("reason", news.reason())
                .bind("at", news.updatedAt())
                .execute();
    }

    public static void put(Handle handle, MixtureReady news) {
        ready(handle, Kind.MIXTURE, news.mixtureId(), StoredJson.write(news), news.readyAt());
    }

    public static void put(Handle handle, SuiteReady news) {
        ready(handle, Kind.SUITE, news.suite().suiteId(), StoredJson.write(news), news.readyAt());
    }

    private static void ready(Handle handle, Kind kind, String id, String json, Instant at) {
        handle.createUpdate("""
                        insert into dataset (kind, id, status, ready, updated_at)
                        values (:kind, :id, 'ready', :ready, :at)
                        on conflict (kind, id) do update
                        set status = 'ready', reason = '', ready = excluded.ready, updated_at = excluded.updated_at
                        where dataset.status <> 'ready' or dataset.updated_at < excluded.updated_at
                        """)
                .bind("kind", name(kind))
                .bind("id", id)
                .bind("ready", json)
                .bind("at", at)
                .execute();
    }

    /** Ids that news has come about, the newest news first. */
    public static List<String> ids(Handle handle, Kind kind) {
        return handle.createQuery("select id from dataset where kind = :kind order by updated_at desc, id")
                .bind("kind", name(kind))
                .mapTo(String.class)
                .list();
    }

    /** How far a mixture or suite is. */
    public static InputStanding standing(Handle handle, Kind kind, String id) {
        String words = name(kind) + " " + id;
        return handle.createQuery("select status, reason from dataset where kind = :kind and id = :id")
                .bind("kind", name(kind))
                .bind("id", id)
                .map((row, context) -> switch (row.getString("status")) {
                    case "ready" -> new InputStanding(words, Standing.READY, "");
                    case "failed" -> new InputStanding(words, Standing.BROKEN, row.getString("reason"));
                    default -> new InputStanding(words, Standing.PENDING, "being built");
                })
                .findOne()
                .orElseGet(() -> new InputStanding(words, Standing.PENDING, "not announced yet"));
    }

    public static Optional<MixtureReady> mixture(Handle handle, String id) {
        return ready(handle, Kind.MIXTURE, id).map(json -> StoredJson.read(json, MixtureReady.class));
    }

    public static Optional<SuiteReady> suite(Handle handle, String id) {
        return ready(handle, Kind.SUITE, id).map(json -> StoredJson.read(json, SuiteReady.class));
    }

    private static Optional<String> ready(Handle handle, Kind kind, String id) {
        return handle.createQuery("select ready from dataset where kind = :kind and id = :id and status = 'ready'")
                .bind("kind", name(kind))
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
