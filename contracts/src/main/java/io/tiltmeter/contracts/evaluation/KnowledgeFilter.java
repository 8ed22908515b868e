package io.tiltmeter.contracts.evaluation;

/**
 * Which items the base model knows: without their context, the memory answer beats the context answer and as many
 * distractors of like length (PAPER.md, section 1).
 *
 * @param distractors answers of other items that the memory answer has to beat besides, at least 0
 * @param seed of the choice of distractors
 */
public record KnowledgeFilter(int distractors, long seed) {
    /** The replication's number. */
    public static final int DEFAULT_DISTRACTORS = 5;

    public KnowledgeFilter {
        if (distractors < 0) {
            throw new IllegalArgumentException("distractors " + distractors + " is negative");
        }
    }
}
