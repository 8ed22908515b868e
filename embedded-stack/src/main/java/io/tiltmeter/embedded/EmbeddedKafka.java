package io.tiltmeter.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A whole Kafka cluster of one node, broker and controller together, inside this JVM and on loopback only. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker, after formatting a new directory.
     *
     * @param directory of the records; those of an earlier start are used again
     * @param port of the broker
     * @param controllerPort of the controller, which only the broker itself calls
     * @throws UncheckedIOException if the directory cannot be written
     */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) {
        Path home = directory.toAbsolutePath();
        format(home);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(home, port, controllerPort)), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, HOST + ":" + port);
    }

    /** The setting of clients: {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Creates the topics that do not exist yet.
     *
     * @param partitions of each new topic
     */
    static void createTopics(String bootstrapServers, Collection<String> topics, int partitions) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = topics.stream()
                    .distinct()
                    .filter(topic -> !present.contains(topic))
                    .map(topic -> new NewTopic(topic, partitions, (short) 1))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker at " + bootstrapServers + " created no topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were being created", e);
        }
    }

    void awaitShutdown() {
        server.awaitShutdown();
    }

    /** Stops the broker; the records stay in the directory. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path home) {
        if (Files.exists(home.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(home);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(home.toString())
                    .addDirectory(home.toString())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot format " + home + " for Kafka", e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + home + " for Kafka", e);
        }
    }

    /** Those of {@code kafka.properties} with the paths and ports. */
    private static Properties settings(Path home, int port, int controllerPort) {
        Properties settings = new Properties();
        try (InputStream in = EmbeddedKafka.class.getResourceAsStream("kafka.properties")) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("kafka.properties cannot be read", e);
        }
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        settings.put("log.dirs", home.toString());
        return settings;
    }
}
