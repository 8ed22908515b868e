package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An example in token ids, behind its context and without it, loss on the same answer.
 *
 * @param withContext as training reads it
 * @param withoutContext as the template writes it without its input; empty if it has none: then both are one
 * @param tokens length of the whole example with its context, more than {@code withContext} has if it was cut
 */
record TargetPair(EncodedExample withContext, Optional<EncodedExample> withoutContext, int tokens) {

    /** The same with as much of the answer in one as there is left in the other. */
    TargetPair alike() {
        return withoutContext
                .map(without -> {
                    int scored = Math.min(withContext.scoredTokens(), without.scoredTokens());
                    return new TargetPair(first(withContext, scored), Optional.of(first(without, scored)), tokens);
                })
                .orElse(this);
    }

    /** The example up to its scored token of this number, from 1. */
    private static EncodedExample first(EncodedExample example, int scored) {
        int[] labels = example.labels();
        int end = IntStream.range(1, labels.length)
                        .filter(t -> labels[t] != EncodedExample.IGNORED)
                        .skip(scored - 1L)
                        .findFirst()
                        .orElseThrow()
                + 1;
        return new EncodedExample(Arrays.copyOf(example.inputIds(), end), Arrays.copyOf(labels, end));
    }
}
