package io.tiltmeter.evaluator.persistence;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicetest.ServiceStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A database as the service left it before its work was kept apart from the queue: the service migrates it at its start. */
public final class OldDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String LAST_OLD_VERSION = "201";
    private static final String WORK = """
            insert into work_item (id, kind, payload, status, attempt, lease_owner, started_at, finished_at, reason)
            values (?, ?, ?, ?, ?, 'old-replica', '2026-03-02T09:00:00Z',
                case when ? in ('done', 'failed') then timestamptz '2026-03-02T09:10:00Z' end, ?)
            """;

    private String url;

    /** The service on this database, without workers. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tiltmeter.work.workers", "0");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OldDatabase.class));
        }
    }

    @Override
    public int order() {
        return 1; // after the stack, whose database it replaces
    }

    @Override
    public Map<String, String> start() {
        ServiceStack.startShared();
        url = SharedStack.newDatabase("evaluator");
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .schemas("evaluator")
                .defaultSchema("evaluator")
                .locations("db/kit", "db/migration")
                .target(LAST_OLD_VERSION)
                .load()
                .migrate();
        try {
            fill();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill the old database", e);
        }
        return Map.of("quarkus.datasource.jdbc.url", url);
    }

    private void fill() throws SQLException {
        for (OldRows.Evaluation row : OldRows.EVALUATIONS) {
            execute(
                    "insert into evaluation (run_id, step, suite_id, arm, identity, open, document)"
                            + " values ('trl-sft', 7, ?, ?, ?, ?, ?)",
                    row.suiteId(),
                    row.arm(),
                    row.identity(),
                    row.open(),
                    row.document());
            work("evaluation/" + row.identity(), "evaluation", row.task(), row.status(), row.attempts());
        }
        String identity = OldRows.EVALUATIONS.get(0).identity();
        execute(
                "insert into reading (identity, part, document) values (?, 'answers', ?)",
                identity,
                OldRows.stored("responses"));
        execute(
                "insert into reading_chunk (identity, part, policy, items, seconds, readings)"
                        + " values (?, 'likelihoods', 'policy', 1, 0.5, ?)",
                identity,
                "[" + OldRows.stored("likelihoods") + "]");
        execute(
                "insert into scored (identity, scorer, version, settings, document) values (?, 'contains', 2, '', ?)",
                identity,
                OldRows.stored("score"));
        execute("insert into told (run_id, step, suite_id, arm, scorer, version, settings)"
                + " values ('trl-sft', 7, 'facts', 'template', 'contains', 2, '')");
        work("adoption/trl-sft/500", "adoption", OldRows.adoption(500, true), "done", 2);
        work("adoption/trl-sft/600", "adoption", OldRows.adoption(600, false), "failed", 5);
        work("scoring/filter/0", "scoring", OldRows.scoring(0, true), "done", 3);
        work("scoring/filter/1", "scoring", OldRows.scoring(1, false), "ready", 0);
    }

    private void work(String id, String kind, String payload, String status, int attempts) throws SQLException {
        execute(WORK, id, kind, payload, status, attempts, status, status.equals("failed") ? "no memory left" : null);
    }

    private void execute(String statement, Object... parameters) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.executeUpdate();
        }
    }

    @Override
    public void stop() {}
}
