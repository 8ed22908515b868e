package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.Measure;
import java.util.Locale;
import java.util.Optional;

/**
 * One shard of examples to be measured.
 *
 * @param request as it arrived
 */
public record ScoringTask(ExamplesScoringRequested request) {

    /** Request and shard: the same work has the same id, however often it is requested. */
    public String id() {
        return id(request.requestId(), request.shard());
    }

    /** The id of a task, from the parts that a path shows. */
    public static String id(String requestId, int shard) {
        return prefix(requestId) + shard;
    }

    /** What the ids of a request's tasks begin with. */
    public static String prefix(String requestId) {
        return "scoring/" + requestId + "/";
    }

    /** The model to score with; nothing was published of its weights but the manifest. */
    public NeededModel neededModel() {
        return new NeededModel(request.model(), request.base(), Optional.empty());
    }

    /** Tasks that share it are cheaper to do in a row: they need the same resident weights, or the same tokenizer alone. */
    public String affinity() {
        return request.measure() == Measure.TOKENS
                ? "tokenizer:" + request.model().sha256()
                : neededModel().affinity();
    }

    /** Whether the other requests the very same, though perhaps at another time. */
    public boolean requestsTheSameAs(ScoringTask other) {
        return dated(other).equals(other);
    }

    private ScoringTask dated(ScoringTask other) {
        return new ScoringTask(new ExamplesScoringRequested(
                request.requestId(),
                request.shard(),
                request.shardCount(),
                request.model(),
                request.base(),
                request.examples(),
                request.firstExample(),
                request.exampleCount(),
                request.template(),
                request.measure(),
                other.request.requestedAt()));
    }

    /** Where the measurements lie in the artifact store. */
    public String lossesPath() {
        return String.format(Locale.ROOT, "losses/%s/shard-%04d.jsonl", request.requestId(), request.shard());
    }
}
