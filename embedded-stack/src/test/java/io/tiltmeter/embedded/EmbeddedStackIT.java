package io.tiltmeter.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedStackIT {
    private static EmbeddedStack stack;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(List.of("events"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void committedRowsSurviveAKillOfPostgres() throws SQLException {
        execute("create table kept (name text)", "insert into kept values ('row')");
        stack.killPostgres();
        stack.startPostgres();
        assertEquals("row", value("select name from kept"));
    }

    @Test
    void recordsSurviveARestartOfTheBroker() throws Exception {
        Map<String, Object> write = Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(write, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("events", "key", "before")).get(30, TimeUnit.SECONDS);
        }
        stack.stopKafka();
        stack.startKafka();
        assertEquals("before", firstRecord().value());
    }

    @Test
    void recordsAreKeptForEver() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "events");
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.bootstrapServers()))) {
            var settings = admin.describeConfigs(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            assertEquals("-1", settings.get(topic).get("retention.ms").value());
        }
    }

    @Test
    void schemaInTheUrlComesFirstOnTheSearchPath() throws SQLException {
        execute("create schema trainer");
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl("trainer"), "postgres", "")) {
            assertEquals("trainer", connection.getSchema());
        }
        assertFalse(stack.jdbcUrl().contains("?"));
    }

    private static ConsumerRecord<String, String> firstRecord() {
        Map<String, Object> read = Map.of(
                "bootstrap.servers", stack.bootstrapServers(), "group.id", "test", "auto.offset.reset", "earliest");
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(read, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("events"));
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    return record;
                }
            }
        }
        throw new AssertionError("no record within 30 s");
    }

    private static String value(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
