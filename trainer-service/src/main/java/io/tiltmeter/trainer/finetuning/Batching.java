package io.tiltmeter.trainer.finetuning;

/**
 * How examples are put together.
 *
 * @param batchSize examples that go through the model at once, packed or not
 * @param accumulationSteps batches in one optimizer step
 * @param maxLengthTokens the longest example that is accepted
 * @param grouping which examples share a batch
 * @param rows how many examples share a row of a batch
 */
public record Batching(int batchSize, int accumulationSteps, int maxLengthTokens, Grouping grouping, Rows rows) {
    /** Which examples share a batch. */
    public enum Grouping {
        /** Any: every batch is a fair sample of the mixture. */
        SHUFFLED,
        /** Examples of like length: less padding, but kinds of examples that differ in length meet less often. */
        BY_LENGTH
    }

    /** How many examples share a row of a batch. */
    public enum Rows {
        ONE_EXAMPLE,
        /** As many as fit into the longest length; each still sees only itself, and a step takes the same examples. */
        PACKED
    }

    public Batching {
        if (batchSize < 1 || accumulationSteps < 1 || maxLengthTokens < 2) {
            throw new IllegalArgumentException("batch size " + batchSize + ", accumulation steps " + accumulationSteps
                    + ", longest example " + maxLengthTokens + " tokens: at least 1, 1 and 2 are needed");
        }
    }

    /** Examples in one optimizer step. */
    public int examplesPerStep() {
        return Math.multiplyExact(batchSize, accumulationSteps);
    }
}
