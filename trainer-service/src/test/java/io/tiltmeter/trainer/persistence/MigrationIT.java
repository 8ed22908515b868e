package io.tiltmeter.trainer.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.embedded.SharedStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of an earlier version, brought up to date on a real PostgreSQL. */
class MigrationIT {
    private static final String OLD_RUNS = """
            insert into run (id, effective_config, mixture, suites, status) values
                ('whole', '{"run_name": "whole", "finetuning_type": "full"}', 'docs', '{}', 'completed'),
                ('adapters', '{"run_name": "adapters", "finetuning_type": "lora"}', 'docs', '{"conflict"}', 'failed'),
                ('first-release', '{"run_name": "first-release"}', 'docs', '{}', 'cancelled')
            """;

    @Test
    void runsOfAdaptersAreKnownByAColumn() throws SQLException {
        SharedStack.start(List.of());
        String url = SharedStack.newDatabase("trainer");
        migrate(url, "12");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(OLD_RUNS);
            migrate(url, "latest");
            List<String> adapters = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("select id from run where adapter")) {
                while (rows.next()) {
                    adapters.add(rows.getString("id"));
                }
            }
            assertEquals(List.of("adapters"), adapters);
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .schemas("trainer")
                .defaultSchema("trainer")
                .locations("db/kit", "db/migration")
                .target(target)
                .load()
                .migrate();
    }
}
