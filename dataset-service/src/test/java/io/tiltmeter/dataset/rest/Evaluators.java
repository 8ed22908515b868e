package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The other end of the topics: answers as evaluators do, with losses that follow from the example's text. */
public final class Evaluators implements AutoCloseable {
    /** What becomes of a request. */
    public enum Answer {
        GOOD,
        TWICE,
        DAMAGED,
        IN_WRONG_ORDER,
        LOST,
        GIVEN_UP
    }

    /** Decides what becomes of a request. */
    public interface Behaviour {
        Answer to(ExamplesScoringRequested request, long timesRequested);
    }

    private final List<ExamplesScoringRequested> requests = new CopyOnWriteArrayList<>();
    private final EventCodec codec = new EventCodec();
    private final ArtifactStore artifacts;
    private final String modelSha256;
    private final Behaviour behaviour;
    private final KafkaEventPublisher publisher;
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread = new Thread(this::answer, "evaluators");

    /** Scores what is requested under this run, published here with one checkpoint at the last step. */
    public Evaluators(String bootstrapServers, ArtifactStore artifacts, String runId, Behaviour behaviour) {
        this.artifacts = artifacts;
        this.behaviour = behaviour;
        this.publisher = new KafkaEventPublisher(bootstrapServers, "/test");
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "evaluators-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(EventTypes.EXAMPLES_SCORING_REQUESTED.topic()));
        modelSha256 = Sha256.of(runId);
        ArtifactRef model = ArtifactRef.of("checkpoints/" + runId + "/manifest.json", modelSha256, 1);
        CheckpointReady checkpoint = new CheckpointReady(
                runId,
                runId,
                7,
                7,
                1,
                model,
                Optional.empty(),
                modelSha256,
                "lab",
                List.of(),
                1,
                Instant.now(),
                Optional.empty());
        publish(EventTypes.CHECKPOINT_READY, runId, checkpoint);
        thread.start();
    }

    /** Everything that was requested under the run. */
    public List<ExamplesScoringRequested> requests() {
        return List.copyOf(requests);
    }

    /** The losses of an example. */
    public static ExampleLosses losses(TrainingExample example) {
        double without = (example.output().hashCode() & 0xFFFF) / 10_000.0;
        return new ExampleLosses(without / (1 + example.input().length() % 3), without);
    }

    private void answer() {
        try {
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    ExamplesScoringRequested request =
                            codec.decode(EventTypes.EXAMPLES_SCORING_REQUESTED, record.value());
                    if (request.model().sha256().equals(modelSha256)) {
                        requests.add(request);
                        answer(request);
                    }
                }
            }
        } catch (WakeupException closed) {
            consumer.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(ExamplesScoringRequested request) throws IOException {
        long times = requests.stream()
                .filter(each -> each.requestId().equals(request.requestId()) && each.shard() == request.shard())
                .count();
        Answer answer = behaviour.to(request, times);
        switch (answer) {
            case GOOD, TWICE, DAMAGED, IN_WRONG_ORDER -> scored(request, answer);
            case GIVEN_UP ->
                publish(
                        EventTypes.EXAMPLES_SCORING_FAILED,
                        request.requestId(),
                        new ExamplesScoringFailed(
                                request.requestId(), request.shard(), 5, "the model does not fit", Instant.now()));
            case LOST -> {}
        }
    }

    private void scored(ExamplesScoringRequested request, Answer answer) throws IOException {
        List<TrainingExample> examples = Files.readAllLines(artifacts.file(request.examples())).stream()
                .map(line -> read(line, TrainingExample.class))
                .toList();
        String path = "scorings/" + request.requestId() + "/" + request.shard() + ".jsonl";
        ArtifactRef losses = artifacts.writeFile(path, out -> {
            for (int i = 0; i < examples.size(); i++) {
                int at = answer == Answer.IN_WRONG_ORDER ? examples.size() - 1 - i : i;
                out.write(Json.mapper().writeValueAsBytes(measured(request.measure(), examples.get(at))));
                out.write('\n');
            }
        });
        ArtifactRef results = answer == Answer.DAMAGED
                ? new ArtifactRef(losses.uri(), Sha256.of("something else"), losses.bytes())
                : losses;
        ExamplesScored event = new ExamplesScored(
                request.requestId(),
                request.shard(),
                examples.size(),
                results,
                Optional.empty(),
                Optional.empty(),
                Instant.now());
        for (int i = 0; i < (answer == Answer.TWICE ? 2 : 1); i++) {
            publish(EventTypes.EXAMPLES_SCORED, request.requestId(), event);
        }
    }

    private static ExampleMeasurement measured(Measure measure, TrainingExample example) {
        int tokens = example.instruction().length()
                + example.input().length()
                + example.output().length();
        if (measure == Measure.TOKENS) {
            return ExampleMeasurement.counted(example.id(), tokens);
        }
        return example.output().contains("endless")
                ? ExampleMeasurement.unscored(example.id(), "longer than the model reads")
                : ExampleMeasurement.scored(example.id(), losses(example), tokens);
    }

    private <T> void publish(EventType<T> type, String key, T event) {
        publisher.publish(List.of(new OutboxEvent(
                1, UUID.randomUUID(), type.topic(), key, type.toString(), codec.encode(type, event), Instant.now())));
    }

    private static <T> T read(String line, Class<T> type) {
        try {
            return Json.mapper().readValue(line, type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
        publisher.close();
    }
}
