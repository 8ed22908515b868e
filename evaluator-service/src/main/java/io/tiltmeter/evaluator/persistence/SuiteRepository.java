package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The suites that were published. Their events may come late, early or twice: the newest of an id counts. */
@Singleton
public class SuiteRepository {
    private final Transactions transactions;

    public SuiteRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    public void accept(Handle handle, SuiteReady event) {
        handle.createUpdate("""
                        insert into suite (suite_id, document, ready_at) values (:id, :document, :readyAt)
                        on conflict (suite_id) do update set document = excluded.document, ready_at = excluded.ready_at
                        where suite.ready_at < excluded.ready_at
                        """)
                .bind("id", event.suite().suiteId())
                .bind("document", Documents.write(event.suite()))
                .bind("readyAt", event.readyAt())
                .execute();
    }

    /** The suite of this id, or the newest version of the suite of this name: {@code <name>.v<number>}. */
    public Optional<SuiteRef> find(String idOrName) {
        return transactions.run(handle -> handle.createQuery("""
                        select document from suite
                        where suite_id = :id
                           or starts_with(suite_id, :versions) and substr(suite_id, :from) ~ '^[0-9]{1,9}$'
                        order by suite_id = :id desc,
                            case when suite_id = :id then 0 else substr(suite_id, :from)::bigint end desc
                        limit 1
                        """)
                .bind("id", idOrName)
                .bind("versions", idOrName + ".v")
                .bind("from", idOrName.length() + 3)
                .map(Documents.in("document", SuiteRef.class))
                .findOne());
    }

    /** Ids of suites, the newest first. */
    public List<String> ids(int limit) {
        return transactions.run(
                handle -> handle.createQuery("select suite_id from suite order by ready_at desc, suite_id limit :limit")
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .list());
    }
}
