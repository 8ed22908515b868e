package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Packaged evaluators of one compute thread each, and the events that they publish. */
final class Evaluators implements AutoCloseable {
    /** Short, so that a kill costs moments; the default is 12 s. */
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final String MODULE = "evaluator-service";
    private static final Map<String, String> SETTINGS =
            Map.of("TILTMETER_WORK_LEASE", LEASE.toSeconds() + "s", "OMP_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");

    private final TemporarySystem system;
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, Set<SuiteEvaluated>> published = new HashMap<>();
    private final List<TemporarySystem.Service> replicas = new ArrayList<>();
    private int started;

    Evaluators(TemporarySystem system) {
        this.system = system;
        Map<String, Object> broker = Map.of("bootstrap.servers", system.bootstrapServers());
        consumer = new KafkaConsumer<>(broker, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(EventTypes.SUITE_EVALUATED.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
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
        replicas.forEach(replica -> TemporarySystem.await("readiness of " + replica.address(), replica::isReady));
    }

    /** Ends a replica as {@code kill -9} does, and starts another. */
    void replace(int index) throws IOException {
        replicas.get(index).kill();
        replicas.set(index, start());
    }

    private TemporarySystem.Service start() throws IOException {
        return system.start(MODULE, "evaluator-" + ++started, SETTINGS);
    }

    /** Announces a checkpoint, and waits until the broker has it. */
    void announce(CheckpointReady checkpoint) throws IOException {
        try {
            system.publish(EventTypes.CHECKPOINT_READY, checkpoint.runId(), checkpoint)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a checkpoint was announced", e);
        } catch (ExecutionException e) {
            throw new IOException("the broker took no checkpoint", e.getCause());
        }
    }

    /** Waits for so many different events about a run, and until the interface shows it done. */
    List<SuiteEvaluated> awaitPublished(String runId, int events) {
        TemporarySystem.await(
                events + " events of " + runId, () -> published(runId).size() >= events);
        TemporarySystem.await(runId + " by REST", () -> {
            JsonNode evaluations = evaluations(runId);
            return evaluations.path("counts").path("done").asInt(-1)
                    == evaluations.path("total").asInt();
        });
        return List.copyOf(published(runId));
    }

    /** Waits until all of a run's evaluations are accepted. */
    void awaitAccepted(String runId, int count) {
        TemporarySystem.await(
                runId + " in the table", () -> evaluations(runId).path("total").asInt() == count);
    }

    /** Every different event about a run so far. */
    private Set<SuiteEvaluated> published(String runId) {
        consumer.poll(Duration.ofMillis(1)).forEach(record -> {
            try {
                published
                        .computeIfAbsent(record.key(), run -> new LinkedHashSet<>())
                        .add(Json.mapper().readValue(record.value(), SuiteEvaluated.class));
            } catch (IOException e) {
                throw new IllegalStateException("an event cannot be read", e);
            }
        });
        return published.getOrDefault(runId, Set.of());
    }

    /** The evaluations of a run from a replica; empty while it does not answer. */
    private JsonNode evaluations(String runId) {
        try {
            return Json.mapper()
                    .readTree(Rest.get(replicas.get(0).address() + "/api/v1/evaluations?limit=1&run_id=" + runId));
        } catch (IOException away) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
