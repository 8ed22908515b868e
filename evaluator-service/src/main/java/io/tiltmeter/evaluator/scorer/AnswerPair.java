package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.inference.ContinuationRequest;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * Both answers of an item behind one prompt, in token ids. Only the answers' main spellings are asked for: aliases are
 * not scored.
 *
 * @param contextAnswer behind the prompt
 * @param memoryAnswer behind the same prompt
 */
public record AnswerPair(ContinuationIds contextAnswer, ContinuationIds memoryAnswer) {

    /**
     * As this arm asks the item; its context-aware weight and its sampling have no say here.
     *
     * @throws IllegalArgumentException if an answer is missing, or prompt and answer are longer than the encoder allows
     */
    public static AnswerPair of(ExampleEncoder encoder, Arm arm, SuiteItem item) {
        return new AnswerPair(
                encoded(encoder, arm, item, item.contextAnswer()), encoded(encoder, arm, item, item.memoryAnswer()));
    }

    /**
     * Any answer to this item, as this arm asks it.
     *
     * @throws IllegalArgumentException if it is blank, or prompt and answer are longer than the encoder allows
     */
    public static ContinuationIds encoded(ExampleEncoder encoder, Arm arm, SuiteItem item, String answer) {
        ContinuationIds ids = encoder.encodeAnswer(
                arm.instruction(item.question(), item.context()),
                arm.input(item.question(), item.context()),
                arm.answerPrefix(),
                answer);
        if (ids.isLongerThan(encoder.maxLengthTokens())) {
            throw new IllegalArgumentException("item " + item.id() + " and its answer \"" + answer + "\" have "
                    + ids.length() + " tokens, and the model has " + encoder.maxLengthTokens()
                    + " positions: shorten the item or take a model with more");
        }
        return ids;
    }

    /** What to ask a model, the context answer first. */
    public List<ContinuationRequest> requests() {
        return List.of(request(contextAnswer), request(memoryAnswer));
    }

    /** @param scores of the requests, in their order */
    public AnswerLikelihoods likelihoods(List<ContinuationScore> scores) {
        return new AnswerLikelihoods(likelihood(contextAnswer, scores.get(0)), likelihood(memoryAnswer, scores.get(1)));
    }

    /** What to ask a model about one answer. */
    public static ContinuationRequest request(ContinuationIds answer) {
        return new ContinuationRequest(answer.contextIds(), answer.continuationIds());
    }

    /** What the model said about it. */
    public static AnswerLikelihood likelihood(ContinuationIds answer, ContinuationScore score) {
        return new AnswerLikelihood(
                Arrays.stream(answer.continuationIds()).boxed().toList(), score.tokenLogProbsNats());
    }
}
