package io.tiltmeter.quickstart.supervision;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports on loopback. All follow from the page's port: with 8080 the others are 8081, 8082, 8083 and on, 9092, 9093
 * and 15432.
 *
 * @param page port of the results-service
 * @param evaluators how many replicas of the evaluator-service there are
 * @param trainers how many replicas of the trainer-service there are
 */
public record Ports(int page, int evaluators, int trainers) {
    public static final int DEFAULT_PAGE = 8080;
    public static final int MIN_PAGE = 1024;
    public static final int MAX_EVALUATORS = 16;
    private static final int EVALUATORS_FROM_PAGE = 3;
    /** Behind every evaluator. */
    private static final int MORE_TRAINERS_FROM_PAGE = EVALUATORS_FROM_PAGE + MAX_EVALUATORS;

    private static final int KAFKA_FROM_PAGE = 1012;
    private static final int POSTGRES_FROM_PAGE = 7352;
    private static final int MAX_PORT = 65535;
    /** Above this PostgreSQL's port would exceed 65535. */
    public static final int MAX_PAGE = MAX_PORT - POSTGRES_FROM_PAGE;

    /** Those of a system with one replica of each service. */
    public Ports(int page) {
        this(page, 1, 1);
    }

    public int results() {
        return page;
    }

    public int dataset() {
        return page + 1;
    }

    public int trainer() {
        return page + 2;
    }

    /**
     * @param replica from 0, which is the one that takes requests
     */
    int trainer(int replica) {
        return replica == 0 ? trainer() : page + MORE_TRAINERS_FROM_PAGE + replica - 1;
    }

    /**
     * @param replica from 0
     */
    public int evaluator(int replica) {
        return page + EVALUATORS_FROM_PAGE + replica;
    }

    public int kafka() {
        return page + KAFKA_FROM_PAGE;
    }

    public int kafkaController() {
        return kafka() + 1;
    }

    public int postgres() {
        return page + POSTGRES_FROM_PAGE;
    }

    /** Every port with its user. */
    Map<Integer, String> all() {
        Map<Integer, String> all = new LinkedHashMap<>();
        all.put(results(), "results-service (the page)");
        all.put(dataset(), "dataset-service");
        for (int replica = 0; replica < trainers; replica++) {
            all.put(trainer(replica), "trainer-service");
        }
        for (int replica = 0; replica < evaluators; replica++) {
            all.put(evaluator(replica), "evaluator-service");
        }
        all.put(kafka(), "Kafka");
        all.put(kafkaController(), "Kafka's controller");
        all.put(postgres(), "PostgreSQL");
        return all;
    }

    /**
     * Checks that all are free.
     *
     * @throws StartupException naming each held port, its holder and the remedy
     */
    public void requireFree() {
        List<String> held = new ArrayList<>();
        all().forEach((port, user) -> {
            if (!isFree(port)) {
                held.add("port " + port + ", which " + user + " needs, is held by "
                        + PortHolder.of(port).map(PortHolder::toString).orElse("another process"));
            }
        });
        if (!held.isEmpty()) {
            throw new StartupException(String.join("; ", held)
                    + ". End that process, or choose other ports with --port N (the page's; the others follow).");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.isBound();
        } catch (IOException held) {
            return false;
        }
    }
}
