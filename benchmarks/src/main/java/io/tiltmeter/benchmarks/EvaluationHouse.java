package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.embedded.FreePorts;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** PostgreSQL, Kafka and packaged evaluators of one compute thread each, on free ports. */
final class EvaluationHouse implements AutoCloseable {
    /** Short, so that kills cost moments; a house has 12 s. */
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long POLL_MILLIS = 20;

    private final Path program;
    private final Path folder;
    private final EmbeddedStack stack;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, Set<SuiteEvaluated>> told = new HashMap<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int started;

    /** One evaluator. */
    private record Replica(Process process, String address) {}

    /**
     * @param program the packaged evaluator-service
     * @param folder for artifacts and logs
     */
    EvaluationHouse(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
        stack = EmbeddedStack.start(EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList());
        Map<String, Object> broker = Map.of("bootstrap.servers", stack.bootstrapServers());
        producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer());
        consumer = new KafkaConsumer<>(broker, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> news = consumer.partitionsFor(EventTypes.SUITE_EVALUATED.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(news);
        consumer.seekToBeginning(news);
    }

    Path artifacts() {
        return folder.resolve("artifacts");
    }

    /** Starts or ends evaluators until so many run, and waits until they are ready. */
    void run(int count) throws IOException {
        while (replicas.size() > count) {
            Process ended = replicas.remove(replicas.size() - 1).process();
            ended.destroy();
            ended.onExit().join();
        }
        while (replicas.size() < count) {
            replicas.add(start());
        }
        replicas.forEach(replica -> await("readiness of " + replica.address(), () -> isReady(replica)));
    }

    /** {@code kill -9}, and another in its place. */
    void replace(int place) throws IOException {
        Replica killed = replicas.get(place);
        killed.process().destroyForcibly().onExit().join();
        replicas.set(place, start());
    }

    private Replica start() throws IOException {
        int port = FreePorts.pick(1).get(0);
        String name = "evaluator-" + ++started;
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-jar",
                program.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "KAFKA_BOOTSTRAP_SERVERS",
                        stack.bootstrapServers(),
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        stack.jdbcUrl("evaluator"),
                        "QUARKUS_DATASOURCE_USERNAME",
                        "postgres",
                        "TILTMETER_ARTIFACTS_DIRECTORY",
                        artifacts().toString(),
                        "TILTMETER_REPLICA",
                        name,
                        "TILTMETER_WORK_LEASE",
                        LEASE.toSeconds() + "s",
                        "OMP_NUM_THREADS",
                        "1",
                        "MKL_NUM_THREADS",
                        "1"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve(name + ".log").toFile()))
                .start();
        return new Replica(process, "http://127.0.0.1:" + port);
    }

    /** Announces a checkpoint, and waits until the broker has it. */
    void announce(CheckpointReady checkpoint) throws IOException {
        String json = Json.mapper().writeValueAsString(checkpoint);
        try {
            producer.send(new ProducerRecord<>(EventTypes.CHECKPOINT_READY.topic(), checkpoint.runId(), json))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a checkpoint was announced", e);
        } catch (ExecutionException e) {
            throw new IOException("the broker took no checkpoint", e.getCause());
        }
    }

    /** Waits for so many different events about a run, and until the interface shows it done. */
    List<SuiteEvaluated> awaitTold(String runId, int events) {
        await(events + " events of " + runId, () -> told(runId).size() >= events);
        await(runId + " by REST", () -> count(runId, "done") == count(runId, "total"));
        return List.copyOf(told(runId));
    }

    /** Waits until all of a run's evaluations are accepted. */
    void awaitAccepted(String runId, int evaluations) {
        await(runId + " in the table", () -> count(runId, "total") == evaluations);
    }

    /** Every different event about a run so far. */
    Set<SuiteEvaluated> told(String runId) {
        consumer.poll(Duration.ofMillis(1)).forEach(record -> {
            try {
                told.computeIfAbsent(record.key(), run -> new LinkedHashSet<>())
                        .add(Json.mapper().readValue(record.value(), SuiteEvaluated.class));
            } catch (IOException e) {
                throw new IllegalStateException("an event cannot be read", e);
            }
        });
        return told.getOrDefault(runId, Set.of());
    }

    /** Waits for a condition, looking often. */
    static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException("waited " + PATIENCE.toMinutes() + " min in vain for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private int count(String runId, String field) {
        try {
            JsonNode page = Json.mapper().readTree(ask("/api/v1/evaluations?limit=1&run_id=" + runId));
            return page.path(field).asInt(page.path("counts").path(field).asInt());
        } catch (IOException notNow) {
            return -field.length();
        }
    }

    private boolean isReady(Replica replica) {
        if (!replica.process().isAlive()) {
            throw new IllegalStateException("an evaluator ended; see its log in " + folder);
        }
        try {
            return status(replica.address() + "/q/health/ready") == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int status(String address) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String ask(String path) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(replicas.get(0).address() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        replicas.forEach(replica -> replica.process().destroyForcibly().onExit().join());
        producer.close();
        consumer.close();
        stack.close();
    }
}
