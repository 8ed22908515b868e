package io.tiltmeter.contracts.example;

import java.util.Optional;

/**
 * One line of a losses file: what a model makes of an example (Goyal et al., section 4), or why it can make nothing of
 * it. Where only lengths were asked for there are no losses.
 *
 * @param id the example's
 * @param withContextNats mean loss of the answer's tokens behind context and question, in nats
 * @param withoutContextNats the same behind the question alone; equal to the other for an example that has no input
 * @param tokens length of prompt and answer, context included, as training reads them; more than the model has positions
 *     if the losses are those of the answer's beginning, where the end would not fit
 * @param unscored why there is nothing else: longer than the model reads, special tokens in a text, ...
 */
public record ExampleMeasurement(
        String id,
        Optional<Double> withContextNats,
        Optional<Double> withoutContextNats,
        Optional<Integer> tokens,
        Optional<String> unscored) {
    public ExampleMeasurement {
        withContextNats = withContextNats == null ? Optional.empty() : withContextNats;
        withoutContextNats = withoutContextNats == null ? Optional.empty() : withoutContextNats;
        tokens = tokens == null ? Optional.empty() : tokens;
        unscored = unscored == null ? Optional.empty() : unscored;
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("a measurement has no id: of which example is it?");
        }
        if (withContextNats.isPresent() != withoutContextNats.isPresent()) {
            throw new IllegalArgumentException("the measurement of example " + id + " has one loss instead of two");
        }
        if (tokens.isPresent() == unscored.isPresent() || unscored.isPresent() && withContextNats.isPresent()) {
            throw new IllegalArgumentException(
                    "the measurement of example " + id + " must have either numbers or a reason why it has none");
        }
    }

    /** The losses of an answer, and the example's length. */
    public static ExampleMeasurement scored(String id, ExampleLosses losses, int tokens) {
        return new ExampleMeasurement(
                id,
                Optional.of(losses.withContextNats()),
                Optional.of(losses.withoutContextNats()),
                Optional.of(tokens),
                Optional.empty());
    }

    /** The example's length alone. */
    public static ExampleMeasurement counted(String id, int tokens) {
        return new ExampleMeasurement(id, Optional.empty(), Optional.empty(), Optional.of(tokens), Optional.empty());
    }

    /** Nothing but the reason. */
    public static ExampleMeasurement unscored(String id, String reason) {
        return new ExampleMeasurement(id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /** Both losses; empty where they were not asked for or could not be had. */
    public Optional<ExampleLosses> losses() {
        return withContextNats.map(with -> new ExampleLosses(with, withoutContextNats.orElseThrow()));
    }
}
