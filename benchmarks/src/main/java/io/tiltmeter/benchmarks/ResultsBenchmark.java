package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.embedded.EmbeddedStack;
import io.tiltmeter.embedded.FreePorts;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Outcomes folded a second through Kafka and PostgreSQL by the packaged service, and how long curves, verdicts and flips
 * take then: once while nothing of a run is remembered, and again. Fifty checkpoints a run, 400 items each. Run by
 * {@code ./tiltmeter bench results [RUNS]}; ten million outcomes are 500 runs.
 */
public final class ResultsBenchmark {
    private static final int STANDARD_RUNS = 50;
    private static final int CHECKPOINTS = 50;
    private static final int ITEMS = 400;
    private static final int MAX_ASKED = 200;
    private static final int QUARTERS = 4;
    private static final String HEAP = "512m";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MEBI = 1024 * 1024;

    private final int runs;
    private final EmbeddedStack stack;
    private final Process service;
    private final String address;
    private final HttpClient http = HttpClient.newHttpClient();

    private ResultsBenchmark(int runs, EmbeddedStack stack, Process service, String address) {
        this.runs = runs;
        this.stack = stack;
        this.service = service;
        this.address = address;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        int runs = arguments.length == 0 ? STANDARD_RUNS : Integer.parseInt(arguments[0]);
        if (runs < 1) {
            throw new IllegalArgumentException(runs + " runs are too few: give at least 1");
        }
        Path folder = Files.createTempDirectory("tiltmeter-bench");
        List<String> topics = EventTypes.ALL.stream()
                .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                .toList();
        try (EmbeddedStack stack = EmbeddedStack.start(topics)) {
            int port = FreePorts.pick(1).get(0);
            Process service = start(stack, folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(service::destroyForcibly));
            try {
                ResultsNews news = new ResultsNews(
                        new DirectoryArtifactStore(folder.resolve("artifacts")), runs, CHECKPOINTS, ITEMS);
                new ResultsBenchmark(runs, stack, service, "http://127.0.0.1:" + port).run(news);
            } finally {
                service.destroyForcibly().onExit().join();
            }
        } finally {
            delete(folder);
        }
    }

    private static Process start(EmbeddedStack stack, Path folder, int port) throws IOException {
        Path program = Path.of(System.getProperty("tiltmeter.home", "."))
                .resolve("results-service/target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP,
                "-jar",
                program.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(port),
                        "KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers(),
                        "QUARKUS_DATASOURCE_JDBC_URL", stack.jdbcUrl("results"),
                        "QUARKUS_DATASOURCE_USERNAME", "postgres",
                        "TILTMETER_ARTIFACTS_DIRECTORY",
                                folder.resolve("artifacts").toString(),
                        "TILTMETER_REPLICA", "results"));
        return builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("results.log").toFile()))
                .start();
    }

    private void run(ResultsNews news) throws IOException, SQLException {
        EvaluationHouse.await("readiness of results-service", this::isReady);
        fold(news);
        for (String pass : List.of("first", "again")) {
            for (String path : List.of("/curves", "/inversion", "/flips", "/history?limit=400")) {
                ask(path, pass);
            }
        }
    }

    private void fold(ResultsNews news) throws IOException, SQLException {
        List<Long> memory = new ArrayList<>();
        long began = System.nanoTime();
        send(news);
        int evaluations = 2 * runs * CHECKPOINTS;
        try (Connection database = DriverManager.getConnection(stack.jdbcUrl("results"), "postgres", "")) {
            for (int quarter = 1; quarter <= QUARTERS; quarter++) {
                int enough = quarter * evaluations / QUARTERS;
                EvaluationHouse.await(
                        enough + " evaluations", () -> number(database, "select count(*) from evaluation") >= enough);
                memory.add(residentMebibytes());
            }
            double seconds = (System.nanoTime() - began) / NANOS;
            double outcomes = (double) runs * CHECKPOINTS * ITEMS;
            double size = number(database, "select pg_database_size(current_database())") / MEBI;
            System.out.printf(
                    Locale.ROOT, "%.0f outcomes folded in %.0f s, %.0f/s%n", outcomes, seconds, outcomes / seconds);
            System.out.printf("service by quarters %s MiB, with a heap of at most %s%n", memory, HEAP);
            System.out.printf(Locale.ROOT, "database %.0f MiB%n", size);
        }
    }

    /** Everything at once, as after a replay: the service takes it as fast as it can. */
    private void send(ResultsNews news) throws IOException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer())) {
            for (int run = 0; run < runs; run++) {
                send(producer, EventTypes.RUN_UPDATED, run, news.over(run));
                for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
                    send(producer, EventTypes.CHECKPOINT_READY, run, news.saved(run, checkpoint));
                    for (SuiteEvaluated evaluated : news.evaluated(run, checkpoint)) {
                        send(producer, EventTypes.SUITE_EVALUATED, run, evaluated);
                    }
                }
            }
        }
    }

    private static <T> void send(KafkaProducer<String, String> producer, EventType<T> type, int run, T event)
            throws IOException {
        producer.send(new ProducerRecord<>(
                type.topic(), ResultsNews.run(run), Json.mapper().writeValueAsString(event)));
    }

    /** Asks about runs in no order, each once, one request after the other. */
    private void ask(String path, String pass) throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            order.add(run);
        }
        Collections.shuffle(order, new Random(41));
        List<Double> seconds = new ArrayList<>();
        for (int run : order.subList(0, Math.min(runs, MAX_ASKED))) {
            long began = System.nanoTime();
            HttpResponse<String> answer = get("/api/v1/runs/" + ResultsNews.run(run) + path);
            seconds.add((System.nanoTime() - began) / NANOS);
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        seconds.sort(Comparator.naturalOrder());
        double high = seconds.get((int) Math.ceil(0.95 * seconds.size()) - 1);
        System.out.printf(
                Locale.ROOT,
                "%-20s %-6s median %6.1f ms, 95th percentile %6.1f ms, of %d%n",
                path,
                pass,
                MILLIS * Timing.median(seconds),
                MILLIS * high,
                seconds.size());
    }

    private boolean isReady() {
        if (!service.isAlive()) {
            throw new IllegalStateException("results-service ended before it was ready");
        }
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static double number(Connection database, String query) {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }

    private long residentMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + service.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
