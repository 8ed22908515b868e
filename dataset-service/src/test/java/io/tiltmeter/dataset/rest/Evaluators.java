package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicetest.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Scores requested examples as evaluators do, with losses that follow from the example's text. */
final class Evaluators implements AutoCloseable {
    /** The outcome of a request. */
    enum Outcome {
        SCORED,
        PUBLISHED_TWICE,
        DAMAGED,
        IN_WRONG_ORDER,
        LOST,
        FAILED
    }

    /** Chooses the outcome of a request. */
    interface Behaviour {
        Outcome of(ExamplesScoringRequested request, long timesRequested);
    }

    private final List<ExamplesScoringRequested> requests = new CopyOnWriteArrayList<>();
    private final EventCodec codec = new EventCodec();
    private final ArtifactStore artifacts;
    private final String modelSha256;
    private final Behaviour behaviour;
    private final TestBroker broker = new TestBroker(SharedStack.bootstrapServers());
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread = new Thread(this::scoreRequests, "evaluators");

    /** Scores what is requested from now on under a run, which is published here with one checkpoint at its last step. */
    Evaluators(ArtifactStore artifacts, String runId, Behaviour behaviour) {
        this.artifacts = artifacts;
        this.behaviour = behaviour;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", SharedStack.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(EventTypes.EXAMPLES_SCORING_REQUESTED.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
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
        broker.publish(EventTypes.CHECKPOINT_READY, runId, checkpoint);
        thread.start();
    }

    /** Everything that was requested under the run. */
    List<ExamplesScoringRequested> requests() {
        return List.copyOf(requests);
    }

    /** The losses of an example. */
    static ExampleLosses losses(TrainingExample example) {
        double without = (example.output().hashCode() & 0xFFFF) / 10_000.0;
        return new ExampleLosses(without / (1 + example.input().length() % 3), without);
    }

    private void scoreRequests() {
        try {
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    ExamplesScoringRequested request =
                            codec.decode(EventTypes.EXAMPLES_SCORING_REQUESTED, record.value());
                    if (request.model().sha256().equals(modelSha256)) {
                        requests.add(request);
                        score(request);
                    }
                }
            }
        } catch (WakeupException closed) {
            consumer.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void score(ExamplesScoringRequested request) throws IOException {
        long times = requests.stream()
                .filter(each -> each.requestId().equals(request.requestId()) && each.shard() == request.shard())
                .count();
        Outcome outcome = behaviour.of(request, times);
        switch (outcome) {
            case SCORED, PUBLISHED_TWICE, DAMAGED, IN_WRONG_ORDER -> publishScored(request, outcome);
            case FAILED ->
                broker.publish(
                        EventTypes.EXAMPLES_SCORING_FAILED,
                        request.requestId(),
                        new ExamplesScoringFailed(
                                request.requestId(), request.shard(), 5, "the model does not fit", Instant.now()));
            case LOST -> {}
        }
    }

    private void publishScored(ExamplesScoringRequested request, Outcome outcome) throws IOException {
        List<TrainingExample> examples = JsonLines.readAll(artifacts.file(request.examples()), TrainingExample.class);
        String path = "scorings/" + request.requestId() + "/" + request.shard() + ".jsonl";
        ArtifactRef losses = artifacts.writeFile(path, out -> {
            for (int i = 0; i < examples.size(); i++) {
                int at = outcome == Outcome.IN_WRONG_ORDER ? examples.size() - 1 - i : i;
                out.write(Json.mapper().writeValueAsBytes(measured(request.measure(), examples.get(at))));
                out.write('\n');
            }
        });
        ArtifactRef results = outcome == Outcome.DAMAGED
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
        for (int i = 0; i < (outcome == Outcome.PUBLISHED_TWICE ? 2 : 1); i++) {
            broker.publish(EventTypes.EXAMPLES_SCORED, request.requestId(), event);
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

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
        broker.close();
    }
}
