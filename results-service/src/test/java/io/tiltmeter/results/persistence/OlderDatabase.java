package io.tiltmeter.results.persistence;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tiltmeter.results.messaging.OwnTopics;
import io.tiltmeter.servicetest.ServiceStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** What results-service runs on, with a database that an older version has filled: the service migrates it at its start. */
abstract class OlderDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String USER = "postgres";

    private final ServiceStack stack = new ServiceStack();

    /** Fills the new database; nothing is in it, not even the schema. */
    abstract void fill(String url, Connection connection) throws SQLException;

    @Override
    public Map<String, String> start() {
        stack.init(Map.of("schema", "results", "quarkus.http.test-port", "0"));
        Map<String, String> settings = new HashMap<>(stack.start());
        settings.putAll(OwnTopics.settings(getClass().getEnclosingClass().getSimpleName() + "-"));
        String url = settings.get("quarkus.datasource.jdbc.url");
        try (Connection connection = DriverManager.getConnection(url, USER, "")) {
            fill(url, connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the older database cannot be filled", e);
        }
        return settings;
    }

    @Override
    public void stop() {
        stack.stop();
    }

    /** @param version of the last migration */
    static void migrate(String url, String version) {
        Flyway.configure()
                .dataSource(url, USER, "")
                .schemas("results")
                .defaultSchema("results")
                .locations("db/kit", "db/migration")
                .target(version)
                .load()
                .migrate();
    }
}
