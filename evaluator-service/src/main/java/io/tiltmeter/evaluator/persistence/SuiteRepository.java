package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The suites that were published. Their events may come late, early or twice: the newest of an id counts. */
@Singleton
public class SuiteRepository implements PanacheRepositoryBase<SuiteEntity, String> {

    public void accept(SuiteReady event) {
        getEntityManager()
                .createQuery("""
                        insert into Suite as s (suiteId, document, readyAt) values (:id, :document, :readyAt)
                        on conflict (suiteId) do update set document = excluded.document, readyAt = excluded.readyAt
                        where s.readyAt < excluded.readyAt
                        """)
                .setParameter("id", event.suite().suiteId())
                .setParameter("document", Json.write(event.suite()))
                .setParameter("readyAt", event.readyAt())
                .executeUpdate();
    }

    /** The suite of this id, or the newest version of the suite of this name: {@code <name>.v<number>}. */
    public Optional<SuiteRef> suite(String idOrName) {
        return getEntityManager()
                .createQuery("""
                        select document from Suite
                        where suiteId = :id
                            or left(suiteId, :from - 1) = :versions
                                and substring(suiteId, :from) like regexp '^[0-9]{1,9}$'
                        order by case when suiteId = :id then 0 else 1 end,
                            case when suiteId = :id then 0 else cast(substring(suiteId, :from) as Integer) end desc
                        """, String.class)
                .setParameter("id", idOrName)
                .setParameter("versions", idOrName + ".v")
                .setParameter("from", idOrName.length() + 3)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(document -> Json.read(document, SuiteRef.class));
    }

    /** Ids of suites, the newest first. */
    public List<String> ids(int limit) {
        return getEntityManager()
                .createQuery("select suiteId from Suite order by readyAt desc, suiteId", String.class)
                .setMaxResults(limit)
                .getResultList();
    }
}
