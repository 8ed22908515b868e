package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.evaluator.persistence.EvaluationRepository.StoredEvaluation;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem.Status;
import io.tiltmeter.servicetest.ServiceStack;
import io.tiltmeter.servicetest.TestBroker;
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
import org.flywaydb.core.Flyway;

/** Evaluators in processes of their own, with a database and an artifact directory that no others know. */
final class Replicas implements AutoCloseable {
    private static final String SCHEMA = "evaluator";
    private static final String CONTINUES = "evaluation continues";

    private final String name;
    private final String jdbcUrl;
    private final Path directory;
    private final EvaluatorProcess.Wiring wiring;
    private final EvaluationService service;
    private final Map<String, Process> started = new LinkedHashMap<>();

    /** @param name of the artifact directory below the given one, and the start of the replicas' names */
    Replicas(String name, Path directory) throws IOException {
        this.name = name;
        this.directory = Files.createDirectories(directory.resolve(name));
        ServiceStack.startShared();
        jdbcUrl = SharedStack.newDatabase(SCHEMA);
        Flyway.configure()
                .dataSource(EvaluatorProcess.dataSource(jdbcUrl))
                .schemas(SCHEMA)
                .locations("classpath:db/kit", "classpath:db/migration")
                .load()
                .migrate();
        wiring = EvaluatorProcess.Wiring.of(jdbcUrl, SharedStack.bootstrapServers());
        service = wiring.service(new DirectoryArtifactStore(this.directory));
    }

    Path directory() {
        return directory;
    }

    EvaluatorProcess.Wiring wiring() {
        return wiring;
    }

    void accept(CheckpointReady checkpoint) {
        wiring.transactions().run(handle -> {
            service.accept(handle, checkpoint);
            return null;
        });
    }

    /** Does not wait until it is ready. */
    String start() throws IOException {
        String replica = name + "-" + (started.size() + 1);
        started.put(replica, EvaluatorProcess.start(replica, jdbcUrl, directory));
        return replica;
    }

    void awaitReady(String replica) {
        await(replica + " is ready", () -> log(replica).contains(EvaluatorProcess.READY));
    }

    /** Ends it as {@code kill -9} does. */
    void kill(String replica) throws InterruptedException {
        started.get(replica).destroyForcibly().waitFor();
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String replica, String signal) throws Exception {
        int status = new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(started.get(replica).pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + signal + " ended with status " + status);
        }
    }

    String log(String replica) throws IOException {
        return Files.readString(directory.resolve(replica + ".log"));
    }

    /** Attempts of all replicas that continued where another one ended. */
    long resumed() throws IOException {
        long resumed = 0;
        for (String replica : started.keySet()) {
            resumed += log(replica)
                    .lines()
                    .filter(line -> line.contains(CONTINUES))
                    .count();
        }
        return resumed;
    }

    /** Living replicas with a leased evaluation, in the order of their names. */
    List<String> working() {
        return leased().stream()
                .map(row -> row.work().leaseOwner().orElseThrow())
                .filter(replica -> started.get(replica).isAlive())
                .distinct()
                .sorted()
                .toList();
    }

    /** Living replicas in the middle of a suite: some of its responses are committed. */
    List<String> insideASuite() {
        return wiring
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                select distinct lease_owner from work_item join reading_chunk
                                on work_item.id = 'evaluation/' || reading_chunk.identity
                                where status = 'leased' order by lease_owner
                                """).mapTo(String.class).list())
                .stream()
                .filter(replica -> started.get(replica).isAlive())
                .toList();
    }

    List<StoredEvaluation> leased() {
        return wiring.evaluations().list(Optional.of(Status.LEASED), Optional.empty(), new Page(100, 0));
    }

    Optional<StoredEvaluation> find(StoredEvaluation row) {
        return wiring.evaluations()
                .find(
                        row.requested().runId(),
                        row.requested().step(),
                        row.requested().task().suite().suiteId(),
                        row.requested().arm());
    }

    /** Chunks that were ever committed; an insert that was rolled back counts too. */
    long chunksCommitted() {
        return number("select case when is_called then last_value else 0 end from reading_chunk_seq_seq");
    }

    long chunksLeft() {
        return number("select count(*) from reading_chunk");
    }

    /** Work items, whatever the number of evaluations that share them. */
    long identities() {
        return number("select count(*) from work_item");
    }

    void awaitDone(String runId) {
        await("everything is evaluated", () -> isDone(runId));
        awaitPublished();
    }

    void awaitPublished() {
        await("all events are sent", () -> number("select count(*) from outbox_event") == 0);
    }

    boolean isDone(String runId) {
        Map<Status, Long> counts = wiring.evaluations().count(Optional.of(runId));
        return counts.keySet().equals(Set.of(Status.DONE));
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
                        "no evaluator is left", () -> started.values().stream().noneMatch(Process::isAlive));
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : started.values()) {
            process.destroyForcibly().waitFor();
        }
        wiring.relay().close();
    }

    private long number(String query) {
        return wiring.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
