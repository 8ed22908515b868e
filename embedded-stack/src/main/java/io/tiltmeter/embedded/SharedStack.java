package io.tiltmeter.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.UUID;

/**
 * One {@link EmbeddedStack} for all tests of a JVM: the first that needs it starts it, and it is closed with the JVM. Tests
 * share the topics of its broker, and each has a database of its own.
 */
public final class SharedStack {
    /** Test frameworks load classes several times in one JVM; system properties are there once. */
    private static final String BOOTSTRAP_SERVERS = "shared-stack.bootstrap-servers";

    private static final String JDBC_URL = "shared-stack.jdbc-url";

    private SharedStack() {}

    /** Starts the stack unless it is up, and creates those of the topics that are not there. */
    public static void start(Collection<String> topics) {
        synchronized (System.class) {
            Properties properties = System.getProperties();
            if (properties.getProperty(BOOTSTRAP_SERVERS) == null) {
                EmbeddedStack stack = EmbeddedStack.start(topics);
                Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "shared-stack-close"));
                properties.setProperty(JDBC_URL, stack.jdbcUrl());
                properties.setProperty(BOOTSTRAP_SERVERS, stack.bootstrapServers());
            } else {
                EmbeddedKafka.createTopics(bootstrapServers(), topics, EmbeddedStack.PARTITIONS);
            }
        }
    }

    /** As Kafka clients take it. */
    public static String bootstrapServers() {
        return System.getProperty(BOOTSTRAP_SERVERS);
    }

    /**
     * The JDBC URL of a new, empty database with one service's schema first on the search path; the user is {@code postgres},
     * without a password.
     */
    public static String newDatabase(String schema) {
        String url = System.getProperty(JDBC_URL);
        String database = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a database at " + url, e);
        }
        return url.substring(0, url.lastIndexOf('/') + 1) + database + "?currentSchema=" + schema;
    }
}
