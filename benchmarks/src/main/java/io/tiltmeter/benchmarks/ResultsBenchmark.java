package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.embedded.EmbeddedPostgresServer;
import java.io.IOException;
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
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Outcomes ingested a second through Kafka and PostgreSQL by the packaged service, and how long curves, verdicts and flips
 * take then: first without caches, then again.
 */
@Command(
        name = "results",
        customSynopsis = "./tiltmeter bench results [-h] [RUNS]",
        description =
                "Outcomes ingested a second through Kafka and PostgreSQL, then how long curves, verdicts and flips"
                        + " take. Ten million outcomes are 500 runs.")
final class ResultsBenchmark implements Callable<Integer> {
    private static final String MODULE = "results-service";
    private static final int CHECKPOINTS = 50;
    private static final int ITEMS = 400;
    private static final int MAX_READS = 200;
    private static final int QUARTERS = 4;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MEBI = 1024 * 1024;

    @Parameters(paramLabel = "RUNS", converter = WholeNumber.Count.class, defaultValue = "50")
    private int runs;

    private TemporarySystem system;
    private TemporarySystem.Service service;

    @Override
    public Integer call() throws IOException, SQLException {
        try (TemporarySystem started = new TemporarySystem()) {
            system = started;
            service = system.start(MODULE, "results", Map.of());
            run(new MadeUpRuns(system.artifacts(), runs, CHECKPOINTS, ITEMS));
        }
        return 0;
    }

    private void run(MadeUpRuns made) throws IOException, SQLException {
        TemporarySystem.await("readiness of " + MODULE, service::isReady);
        ingest(made);
        for (String pass : List.of("first", "again")) {
            for (String path : List.of("/curves", "/inversion", "/flips", "/history?limit=400")) {
                read(path, pass);
            }
        }
    }

    private void ingest(MadeUpRuns made) throws IOException, SQLException {
        List<Long> memory = new ArrayList<>();
        long began = System.nanoTime();
        publish(made);
        int evaluations = 2 * runs * CHECKPOINTS;
        try (Connection database =
                DriverManager.getConnection(system.jdbcUrl(MODULE), EmbeddedPostgresServer.USER, "")) {
            for (int quarter = 1; quarter <= QUARTERS; quarter++) {
                int enough = quarter * evaluations / QUARTERS;
                TemporarySystem.await(
                        enough + " evaluations", () -> number(database, "select count(*) from evaluation") >= enough);
                memory.add(residentMebibytes());
            }
            double seconds = (System.nanoTime() - began) / NANOS;
            double outcomes = (double) runs * CHECKPOINTS * ITEMS;
            double size = number(database, "select pg_database_size(current_database())") / MEBI;
            System.out.printf(
                    Locale.ROOT, "%.0f outcomes ingested in %.0f s, %.0f/s%n", outcomes, seconds, outcomes / seconds);
            System.out.printf("service by quarters %s MiB, with a heap of at most %s%n", memory, TemporarySystem.HEAP);
            System.out.printf(Locale.ROOT, "database %.0f MiB%n", size);
        }
    }

    /** Publishes everything at once, as after a replay. */
    private void publish(MadeUpRuns made) throws IOException {
        for (int run = 0; run < runs; run++) {
            String id = MadeUpRuns.run(run);
            system.publish(EventTypes.RUN_UPDATED, id, made.completed(run));
            for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
                system.publish(EventTypes.CHECKPOINT_READY, id, made.checkpointReady(run, checkpoint));
                for (SuiteEvaluated evaluated : made.evaluated(run, checkpoint)) {
                    system.publish(EventTypes.SUITE_EVALUATED, id, evaluated);
                }
            }
        }
    }

    /** Reads runs in random order, each once, one request after the other. */
    private void read(String path, String pass) throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            order.add(run);
        }
        Collections.shuffle(order, new Random(41));
        List<Double> seconds = new ArrayList<>();
        for (int run : order.subList(0, Math.min(runs, MAX_READS))) {
            long began = System.nanoTime();
            Rest.get(service.address() + "/api/v1/runs/" + MadeUpRuns.run(run) + path);
            seconds.add((System.nanoTime() - began) / NANOS);
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
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + service.process().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
