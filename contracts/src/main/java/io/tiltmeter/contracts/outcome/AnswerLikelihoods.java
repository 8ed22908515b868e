package io.tiltmeter.contracts.outcome;

/**
 * Both answers of an item as the model finds them.
 *
 * @param contextAnswer behind the prompt
 * @param memoryAnswer behind the same prompt
 */
public record AnswerLikelihoods(AnswerLikelihood contextAnswer, AnswerLikelihood memoryAnswer) {

    /** How much likelier the context answer is, in nats a token; below 0 if the memory answer is likelier. */
    public double marginNats() {
        return contextAnswer.meanNats() - memoryAnswer.meanNats();
    }
}
