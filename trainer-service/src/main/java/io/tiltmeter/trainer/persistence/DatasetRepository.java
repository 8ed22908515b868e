package io.tiltmeter.trainer.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.trainer.finetuning.InputStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What events say about mixtures and suites. They may come late, early or twice: what was ready once stays ready. */
@Singleton
public class DatasetRepository implements PanacheRepositoryBase<DatasetEntity, DatasetKey> {
    /** A mixture or suite is being built, or could not be; older events, and events after it was ready, change nothing. */
    public void put(DatasetUpdated event) {
        getEntityManager()
                .createQuery("""
                        insert into Dataset as d (key.kind, key.id, status, reason, updatedAt)
                        values (:kind, :id, :status, :reason, :at)
                        on conflict (key.kind, key.id) do update
                        set status = excluded.status, reason = excluded.reason, updatedAt = excluded.updatedAt
                        where d.status <> READY and d.updatedAt <= excluded.updatedAt
                        """)
                .setParameter("kind", event.kind())
                .setParameter("id", event.datasetId())
                .setParameter(
                        "status", DatasetEntity.Status.valueOf(event.status().name()))
                .setParameter("reason", event.reason())
                .setParameter("at", event.updatedAt())
                .executeUpdate();
    }

    /** Those of these that failed are requested again: until an event says more of them, runs wait for them. */
    public void expectAgain(Kind kind, List<String> ids) {
        if (!ids.isEmpty()) {
            delete("key.kind = ?1 and key.id in ?2 and status = FAILED", kind, ids);
        }
    }

    public void put(MixtureReady event) {
        ready(Kind.MIXTURE, event.mixtureId(), Json.write(event), event.readyAt());
    }

    public void put(SuiteReady event) {
        ready(Kind.SUITE, event.suite().suiteId(), Json.write(event), event.readyAt());
    }

    private void ready(Kind kind, String id, String json, Instant at) {
        getEntityManager()
                .createQuery("""
                        insert into Dataset as d (key.kind, key.id, status, reason, ready, updatedAt)
                        values (:kind, :id, READY, '', :ready, :at)
                        on conflict (key.kind, key.id) do update
                        set status = READY, reason = '', ready = excluded.ready, updatedAt = excluded.updatedAt
                        where d.status <> READY or d.updatedAt < excluded.updatedAt
                        """)
                .setParameter("kind", kind)
                .setParameter("id", id)
                .setParameter("ready", json)
                .setParameter("at", at)
                .executeUpdate();
    }

    /** Whether a run can use these mixtures or suites, in the order of the ids; a suite may be named without its version. */
    public List<InputStatus> statuses(Kind kind, List<String> ids) {
        Map<String, DatasetEntity> known = find("key.kind = ?1 and key.id in ?2", kind, ids).stream()
                .collect(Collectors.toMap(dataset -> dataset.key.id(), Function.identity()));
        return ids.stream()
                .map(id -> Optional.ofNullable(known.get(id))
                        .or(() -> kind == Kind.SUITE ? newestVersion(id) : Optional.empty())
                        .map(DatasetEntity::inputStatus)
                        .orElseGet(() -> DatasetEntity.unknown(kind, id)))
                .toList();
    }

    /** Of the suites {@code <name>.v<number>} the one with the highest number of those that are ready, or else of all. */
    private Optional<DatasetEntity> newestVersion(String name) {
        return find("key.kind = ?1 and key.id like ?2 escape '!'", Kind.SUITE, name.replace("_", "!_") + ".v%").stream()
                .filter(suite -> SuiteRef.nameOf(suite.key.id()).equals(name))
                .max(Comparator.<DatasetEntity, Boolean>comparing(suite -> suite.ready != null)
                        .thenComparing(suite -> Integer.parseInt(suite.key.id().substring(name.length() + 2))));
    }

    public Optional<MixtureReady> mixture(String id) {
        return ready(Kind.MIXTURE, id, MixtureReady.class);
    }

    /** The suite of this id, or the newest version of this name. */
    public Optional<SuiteReady> suite(String idOrName) {
        return ready(Kind.SUITE, idOrName, SuiteReady.class)
                .or(() -> newestVersion(idOrName)
                        .flatMap(newest -> ready(Kind.SUITE, newest.key.id(), SuiteReady.class)));
    }

    private <T> Optional<T> ready(Kind kind, String id, Class<T> event) {
        return findByIdOptional(new DatasetKey(kind, id))
                .map(dataset -> dataset.ready)
                .map(json -> Json.read(json, event));
    }
}
