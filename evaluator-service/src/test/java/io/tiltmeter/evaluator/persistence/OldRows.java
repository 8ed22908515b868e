package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.servicekit.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Documents of {@link OldDatabase} in the form of that time; those of {@link StoredDocumentsTest} have not changed since. */
final class OldRows {
    static final Instant AT = Instant.parse("2026-03-02T09:10:00Z");
    static final List<Evaluation> EVALUATIONS = List.of(
            new Evaluation("facts", "template", false, "done", 3),
            new Evaluation("closed", "template", true, "failed", 5),
            new Evaluation("mmlu.v1", "0-shot", true, "ready", 1));

    private OldRows() {}

    /** An evaluation of step 7 of the run trl-sft with its work. */
    record Evaluation(String suiteId, String arm, boolean open, String status, int attempts) {
        String identity() {
            return stored("identity of " + id());
        }

        String document() {
            return stored(id());
        }

        String task() {
            return stored("task of " + id());
        }

        private String id() {
            return "trl-sft/7/" + suiteId + "/" + arm;
        }
    }

    static String stored(String name) {
        return StoredDocumentsTest.STORED.get(name);
    }

    static String adoption(int step, boolean published) {
        String task = stored("adoption").replace("\"step\":500", "\"step\":" + step);
        return "{\"task\":" + task + (published ? ",\"announced\":" + stored("adopted") : "") + "}";
    }

    static String scoring(int shard, boolean published) {
        return "{\"request\":" + Json.write(request(shard))
                + (published ? ",\"answer\":" + Json.write(event(shard)) : "") + "}";
    }

    static ExamplesScoringRequested request(int shard) {
        return new ExamplesScoringRequested(
                "filter",
                shard,
                2,
                artifact("model"),
                Optional.empty(),
                artifact("examples"),
                shard * 10L,
                10,
                "lab",
                Measure.LOSSES,
                AT);
    }

    static ExamplesScored event(int shard) {
        return new ExamplesScored(
                "filter", shard, 10, artifact("losses"), Optional.of("pytorch"), Optional.of("old-replica"), AT);
    }

    private static ArtifactRef artifact(String name) {
        return ArtifactRef.of("files/" + name, "a".repeat(64), 1);
    }
}
