package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import java.time.Instant;
import java.util.Optional;

/**
 * What is requested of evaluators about a source, with their progress.
 *
 * @param id made from measure, model, rows and template: the same measurement has the same one
 * @param measure losses or lengths
 * @param model the checkpoint
 * @param sourceId whose rows
 * @param template how they are rendered
 * @param status of the measurement
 * @param reason why it failed
 * @param requests how often shards were requested
 * @param requestedAt when last
 * @param examplesDone scored so far
 * @param examplesTotal of how many; 0 while they are being written
 * @param totals of the results; empty until it is done
 */
public record StoredMeasurement(
        String id,
        Measure measure,
        StoredCheckpoint model,
        String sourceId,
        String template,
        Status status,
        Optional<String> reason,
        int requests,
        Optional<Instant> requestedAt,
        long examplesDone,
        long examplesTotal,
        Optional<Totals> totals) {
    /** The status of a measurement. */
    public enum Status {
        /** Its examples are being written. */
        PREPARING,
        /** Evaluators are at work. */
        WAITING,
        DONE,
        FAILED
    }

    /**
     * Examples that one evaluator measures at a time.
     *
     * @param number from 0
     * @param examples JSON lines, each example's id its row's number
     * @param exampleCount lines in it
     * @param results of them, in the same order; empty until they are scored
     */
    public record Shard(int number, ArtifactRef examples, int exampleCount, Optional<ArtifactRef> results) {
        public boolean isScored() {
            return results.isPresent();
        }
    }

    /**
     * What the results come to.
     *
     * @param unscored examples that the model could not score
     * @param tokens of all others together
     * @param maxTokens of these
     */
    public record Totals(long unscored, long tokens, int maxTokens) {
        public static final Totals NONE = new Totals(0, 0, 0);

        /** With one more example, of so many tokens. */
        public Totals withTokens(int count) {
            return new Totals(unscored, tokens + count, Math.max(maxTokens, count));
        }

        /** With one more example that has no length. */
        public Totals withUnscored() {
            return new Totals(unscored + 1, tokens, maxTokens);
        }
    }
}
