package io.tiltmeter.servicekit;

import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.WorkSettings;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** The plumbing on a real database, wired as {@code KitBeans} does it but without a container. */
public final class KitDatabase {
    public static final WorkSettings QUICK = new WorkSettings(
            Duration.ofMillis(800), Duration.ofMillis(50), 3, Duration.ofMillis(50), Duration.ofMillis(200));

    public final Jdbi jdbi;
    public final Outbox outbox = new Outbox(new EventCodec());
    public final OutboxRelay relay;
    public final Transactions transactions;
    public final WorkRepository work;

    /** Makes the tables, and the plumbing on them. */
    public static KitDatabase migrated(String jdbcUrl, EventPublisher publisher) {
        KitDatabase database = new KitDatabase(jdbcUrl, publisher);
        Flyway.configure()
                .dataSource(dataSource(jdbcUrl))
                .locations("classpath:db/kit")
                .load()
                .migrate();
        return database;
    }

    /** The plumbing on tables that are there. */
    public KitDatabase(String jdbcUrl, EventPublisher publisher) {
        jdbi = Jdbi.create(dataSource(jdbcUrl));
        relay = new OutboxRelay(jdbi, publisher, Duration.ofMillis(100));
        transactions = new Transactions(jdbi, relay);
        work = new WorkRepository(transactions, QUICK);
    }

    private static PGSimpleDataSource dataSource(String jdbcUrl) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser("postgres");
        return dataSource;
    }

    /** Rows of a table. */
    public int rows(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }
}
