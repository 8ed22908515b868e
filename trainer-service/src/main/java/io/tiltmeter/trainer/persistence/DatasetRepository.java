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
import java.util.HashMap;
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
        Map<String, DatasetEntity> known = kind == Kind.SUITE ? suitesMeantBy(ids) : datasets(kind, ids);
        return ids.stream()
                .map(id -> known.containsKey(id) ? known.get(id).inputStatus() : DatasetEntity.unknown(kind, id))
                .toList();
    }

    private Map<String, DatasetEntity> datasets(Kind kind, List<String> ids) {
        return find("key.kind = ?1 and key.id in ?2", kind, ids).stream()
                .collect(Collectors.toMap(dataset -> dataset.key.id(), Function.identity()));
    }

    /** Each suite by the id, or by the name of its versions: then the highest of those that are ready, or else of all. */
    private Map<String, DatasetEntity> suitesMeantBy(List<String> idsOrNames) {
        List<DatasetEntity> found = find("""
                key.kind = ?1 and (key.id in ?2 or function('regexp_replace', key.id, '[.]v[0-9]{1,9}$', '') in ?2)
                """, Kind.SUITE, idsOrNames).list();
        Map<String, DatasetEntity> meant = new HashMap<>();
        for (String idOrName : idsOrNames) {
            found.stream()
                    .filter(suite -> SuiteRef.isMeantBy(idOrName, suite.key.id()))
                    .max(Comparator.<DatasetEntity, Boolean>comparing(
                                    suite -> suite.key.id().equals(idOrName))
                            .thenComparing(suite -> suite.ready != null)
                            .thenComparing(suite -> SuiteRef.versionOf(suite.key.id())))
                    .ifPresent(suite -> meant.put(idOrName, suite));
        }
        return meant;
    }

    public Optional<MixtureReady> mixture(String id) {
        return ready(Kind.MIXTURE, id, MixtureReady.class);
    }

    /** Those of these suites that are ready, by the ids or names. */
    public Map<String, SuiteReady> suites(List<String> idsOrNames) {
        Map<String, SuiteReady> ready = new HashMap<>();
        suitesMeantBy(idsOrNames).forEach((idOrName, suite) -> {
            if (suite.ready != null) {
                ready.put(idOrName, Json.read(suite.ready, SuiteReady.class));
            }
        });
        return ready;
    }

    private <T> Optional<T> ready(Kind kind, String id, Class<T> event) {
        return findByIdOptional(new DatasetKey(kind, id))
                .map(dataset -> dataset.ready)
                .map(json -> Json.read(json, event));
    }
}
