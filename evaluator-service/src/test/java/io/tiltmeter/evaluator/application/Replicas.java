package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.evaluator.EvaluatorDatabase;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicetest.ServiceProcess;
import io.tiltmeter.servicetest.TestBroker;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Evaluators in processes of their own, on the emptied database of the service under test and artifacts of their own. */
final class Replicas implements AutoCloseable {
    private static final String CONTINUES = "evaluation continues";
    private static final Page ALL = new Page(100, 0);

    private final String name;
    private final Path directory;
    private final PatientTransactions transactions = bean(PatientTransactions.class);
    private final EvaluationService service = bean(EvaluationService.class);
    private final EvaluationQueries evaluations = bean(EvaluationQueries.class);
    private final ScoringService scorings = bean(ScoringService.class);
    private final EvaluatorDatabase database = bean(EvaluatorDatabase.class);
    private final Map<String, ServiceProcess> started = new LinkedHashMap<>();

    /** @param name of the artifact directory below the given one, and the start of the replicas' names */
    Replicas(String name, Path directory) throws IOException {
        this.name = name;
        this.directory = Files.createDirectories(directory.resolve(name));
        database.clear();
    }

    private static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    Path directory() {
        return directory;
    }

    void accept(CheckpointReady checkpoint) {
        transactions.run(() -> service.accept(checkpoint));
    }

    void accept(List<ExamplesScoringRequested> shards) {
        transactions.run(() -> shards.forEach(scorings::accept));
    }

    /** Does not wait until it is ready. */
    String start() throws IOException {
        String replica = name + "-" + (started.size() + 1);
        started.put(
                replica,
                ServiceProcess.start(
                        directory.resolve(replica + ".log"),
                        Map.of(
                                "tiltmeter.replica",
                                replica,
                                "tiltmeter.artifacts.directory",
                                directory.toString(),
                                "tiltmeter.evaluation.keep-every",
                                "1ms",
                                "quarkus.datasource.jdbc.additional-jdbc-properties.options",
                                "-c idle_in_transaction_session_timeout=5000")));
        return replica;
    }

    void awaitReady(String replica) {
        await(replica + " is ready", started.get(replica)::isReady);
    }

    /** Ends it as {@code kill -9} does. */
    void kill(String replica) throws InterruptedException {
        started.get(replica).kill();
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String replica, String signal) throws Exception {
        started.get(replica).signal(signal);
    }

    String log(String replica) throws IOException {
        return started.get(replica).log();
    }

    /** Attempts of all replicas that continued where another one ended. */
    long resumed() throws IOException {
        long resumed = 0;
        for (ServiceProcess replica : started.values()) {
            resumed += replica.log()
                    .lines()
                    .filter(line -> line.contains(CONTINUES))
                    .count();
        }
        return resumed;
    }

    /** Living replicas with a leased evaluation, in the order of their names. */
    List<String> working() {
        return leased().stream()
                .map(row -> row.work().replica().orElseThrow())
                .filter(replica -> started.get(replica).isAlive())
                .distinct()
                .sorted()
                .toList();
    }

    /** Living replicas in the middle of a suite: some of its responses are committed. */
    List<String> insideASuite() {
        return database.texts("""
                        select distinct lease_owner from work_item join response_chunk
                        on work_item.id = 'evaluation/' || response_chunk.identity
                        where status = 'leased' order by lease_owner
                        """).stream()
                .filter(replica -> started.get(replica).isAlive())
                .toList();
    }

    List<StoredEvaluation> leased() {
        return evaluations.list(Optional.of(Status.LEASED), Optional.empty(), ALL).stream()
                .map(EvaluationQueries.TrackedEvaluation::stored)
                .toList();
    }

    StoredEvaluation find(StoredEvaluation row) {
        return evaluations
                .find(
                        row.requested().runId(),
                        row.requested().step(),
                        row.requested().task().suite().suiteId(),
                        row.requested().arm())
                .stored();
    }

    List<StoredScoring> shards(String requestId) {
        return scorings.list(Optional.empty(), Optional.of(requestId), ALL);
    }

    /** Chunks that were ever committed; an insert that was rolled back counts too. */
    long chunksCommitted() {
        return database.number("select case when is_called then last_value else 0 end from response_chunk_id_seq");
    }

    long chunksLeft() {
        return database.number("select count(*) from response_chunk");
    }

    /** Work items, whatever the number of evaluations that share them. */
    long identities() {
        return database.number("select count(*) from work_item");
    }

    void awaitDone(String runId) {
        await("everything is evaluated", () -> isDone(runId));
        awaitPublished();
    }

    void awaitPublished() {
        await("all events are sent", () -> database.number("select count(*) from outbox_event") == 0);
    }

    boolean isDone(String runId) {
        return evaluations.count(Optional.of(runId)).keySet().equals(Set.of(Status.DONE));
    }

    /** The events of a run: what is delivered twice is the same event. */
    List<SuiteEvaluated> events(String runId) {
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            return broker.events(EventTypes.SUITE_EVALUATED, runId).stream()
                    .distinct()
                    .toList();
        }
    }

    /** The lines of every outcomes file that was published, by step, suite, arm and scorer. */
    Map<String, String> outcomes(String runId) throws IOException {
        Map<String, String> outcomes = new TreeMap<>();
        for (SuiteEvaluated event : events(runId)) {
            String series = event.checkpoint().step() + "/" + event.suite().suiteId() + "/" + event.arm() + "/"
                    + event.scorer();
            String twice = outcomes.put(
                    series, Files.readString(directory.resolve(event.outcomes().path())));
            if (twice != null) {
                throw new AssertionError(series + " was published twice");
            }
        }
        return outcomes;
    }

    void await(String what, Callable<Boolean> condition) {
        patiently(what).until(condition);
    }

    /** Long, since a loaded machine starts a process slowly; evaluators that died by themselves end the wait. */
    ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .failFast(
                        "no evaluator is left", () -> started.values().stream().noneMatch(ServiceProcess::isAlive));
    }

    @Override
    public void close() throws InterruptedException {
        for (ServiceProcess process : started.values()) {
            process.close();
        }
    }
}
