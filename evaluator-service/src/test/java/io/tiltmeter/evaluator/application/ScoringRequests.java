package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.TinyCheckpoint;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Stores models and examples as the other services do, and makes requests to measure them. */
final class ScoringRequests {
    private final ArtifactStore artifacts;

    ScoringRequests(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    ArtifactRef model(String name, int seed) throws IOException {
        return artifacts.writeFolder(
                "checkpoints/" + name + "/step-000001", folder -> TinyCheckpoint.write(folder, seed));
    }

    /** An adapter beside a model. */
    ArtifactRef adapter(String name, ArtifactRef base) throws IOException {
        return artifacts.writeFolder(
                "checkpoints/" + name + "/step-000002",
                folder -> TinyCheckpoint.writeAdapter(artifacts.folder(base), folder, 2, 3));
    }

    ArtifactRef store(String name, List<TrainingExample> examples) throws IOException {
        return artifacts.writeFile("measurements/" + name + "/examples.jsonl", out -> {
            for (TrainingExample example : examples) {
                out.write(Json.mapper().writeValueAsBytes(example));
                out.write('\n');
            }
        });
    }

    /** Every third has no context; contexts differ in length. */
    static List<TrainingExample> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TrainingExample(
                        Integer.toString(i + 1),
                        ExampleClass.UNLABELLED,
                        "where is S" + i % 10 + " ?",
                        i % 3 == 0 ? "" : "the capital of S" + i % 10 + " is A" + i % 20 + " filler".repeat(i % 7),
                        "A" + i % 20 + " A" + i % 13))
                .toList();
    }

    /** The losses of one shard of examples that are cut evenly. */
    static ExamplesScoringRequested losses(
            String requestId, ArtifactRef model, ArtifactRef examples, int shard, int shards, int examplesAShard) {
        return new ExamplesScoringRequested(
                requestId,
                shard,
                shards,
                model,
                Optional.empty(),
                examples,
                (long) shard * examplesAShard,
                examplesAShard,
                "lab",
                Measure.LOSSES,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** The same request under an adapter, the model being its base. */
    static ExamplesScoringRequested under(ArtifactRef adapter, ExamplesScoringRequested request) {
        return new ExamplesScoringRequested(
                request.requestId(),
                request.shard(),
                request.shardCount(),
                adapter,
                Optional.of(request.model()),
                request.examples(),
                request.firstExample(),
                request.exampleCount(),
                request.template(),
                request.measure(),
                request.requestedAt());
    }

    /** The same request with another template and measure. */
    static ExamplesScoringRequested with(String template, Measure measure, ExamplesScoringRequested request) {
        return new ExamplesScoringRequested(
                request.requestId(),
                request.shard(),
                request.shardCount(),
                request.model(),
                request.base(),
                request.examples(),
                request.firstExample(),
                request.exampleCount(),
                template,
                measure,
                request.requestedAt());
    }

    List<ExampleMeasurement> measurements(ArtifactRef losses) throws IOException {
        List<ExampleMeasurement> measurements = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(losses))) {
            measurements.add(Json.mapper().readValue(line, ExampleMeasurement.class));
        }
        return measurements;
    }
}
