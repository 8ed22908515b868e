package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * That a request wants to know which items the base model knows.
 *
 * @param distractors answers that the memory answer has to beat besides the context answer
 * @param seed of their choice
 */
public record KnowledgeFilterRequest(Optional<Integer> distractors, Optional<Long> seed) {}
