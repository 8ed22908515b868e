package io.tiltmeter.contracts.example;

/**
 * An entity that stands in the place of another throughout an example: counterfactual augmentation (Goyal et al.,
 * section 5).
 *
 * @param clusterId examples that share it were made from the same row
 * @param entityType such as {@code person} or {@code place}: that of both
 * @param original the entity of the original row
 * @param substitute the entity of the example
 */
public record Substitution(String clusterId, String entityType, String original, String substitute) {}
