package io.tiltmeter.servicetest;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts the statements that the service under test prepares; those of the background threads, which come at any time, are left out. */
@Singleton
@Default
@PersistenceUnitExtension
public class StatementCounter implements StatementInspector {
    private static final long serialVersionUID = 1L;

    private static final Set<String> IN_BACKGROUND = Set.of(
            "outbox-relay", "database-gauges", "file-deletions", "finished-work", "measurement-watch", "run-metrics");

    private final AtomicLong statements = new AtomicLong();

    @Override
    public String inspect(String sql) {
        if (!IN_BACKGROUND.contains(Thread.currentThread().getName())) {
            statements.incrementAndGet();
        }
        return sql;
    }

    /** How many statements this makes. */
    public long count(Supplier<?> request) {
        long before = statements.get();
        request.get();
        return statements.get() - before;
    }
}
