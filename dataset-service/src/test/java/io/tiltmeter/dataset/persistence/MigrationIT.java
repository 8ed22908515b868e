package io.tiltmeter.dataset.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.embedded.SharedStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of an earlier version, brought up to date on a real PostgreSQL. */
class MigrationIT {
    private static final String OLD_ROWS = """
            insert into dataset (id, kind, name, version, recipe, recipe_sha256, progress_done)
            values ('alpaca.v1', 'source', 'alpaca', 1, '{}', 'a', 12);
            insert into measurement (id, measure, model_name, model, source_id, template, status, asks, asked_at,
                last_news_at, unscored, tokens, longest)
            values ('m-1', 'tokens', 'run:base@7', '{}', 'alpaca.v1', 'alpaca', 'done', 2, '2026-03-02T09:14:05Z',
                '2026-03-02T09:15:05Z', 1, 200, 30);
            insert into measurement_shard (measurement_id, shard, examples, example_count, losses)
            values ('m-1', 0, '{}', 256, '{"uri": "artifact:losses"}');
            """;

    @Test
    void measurementsOfEarlierVersionsKeepWhatTheyCameTo() throws SQLException {
        SharedStack.start(List.of());
        String url = SharedStack.newDatabase("dataset");
        migrate(url, "104");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(OLD_ROWS);
            migrate(url, "latest");
            ResultSet row = statement.executeQuery("""
                    select m.requests, m.last_event_at - m.requested_at = interval '1 minute', m.max_tokens, s.results,
                        d.progress_done
                    from measurement m join measurement_shard s on s.measurement_id = m.id
                    join dataset d on d.id = m.source_id
                    """);
            assertTrue(row.next());
            assertEquals(2, row.getInt(1));
            assertTrue(row.getBoolean(2));
            assertEquals(30, row.getInt(3));
            assertEquals("{\"uri\": \"artifact:losses\"}", row.getString(4));
            assertEquals(12, row.getInt(5));
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .schemas("dataset")
                .defaultSchema("dataset")
                .locations("db/kit", "db/migration")
                .target(target)
                .load()
                .migrate();
    }
}
