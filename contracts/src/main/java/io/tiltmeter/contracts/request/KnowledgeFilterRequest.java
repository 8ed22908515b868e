package io.tiltmeter.contracts.request;

import io.tiltmeter.contracts.evaluation.KnowledgeFilter;

/**
 * That a request wants to know which items the base model knows.
 *
 * @param distractors answers that the memory answer has to beat besides the context answer
 * @param seed of their choice
 */
public record KnowledgeFilterRequest(Integer distractors, Long seed) {
    public KnowledgeFilterRequest {
        distractors = distractors == null ? KnowledgeFilter.DEFAULT_DISTRACTORS : distractors;
        seed = seed == null ? 0L : seed;
    }
}
