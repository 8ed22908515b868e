package io.tiltmeter.contracts.example;

import java.util.Optional;

/**
 * Where an example of a mixture comes from.
 *
 * @param sourceId the source, which is one version of it
 * @param row its place among all rows of the source's file, from 1
 * @param losses what a base model made of it; empty if it was not scored
 * @param substitution what was put in place of what; empty if the row is as its source has it
 */
public record ExampleOrigin(
        String sourceId, long row, Optional<ExampleLosses> losses, Optional<Substitution> substitution) {
    public ExampleOrigin {
        losses = losses == null ? Optional.empty() : losses;
        substitution = substitution == null ? Optional.empty() : substitution;
    }
}
