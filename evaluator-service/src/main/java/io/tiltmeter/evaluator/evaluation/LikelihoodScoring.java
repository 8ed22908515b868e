package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.ContrastedContinuation;
import io.tiltmeter.languagemodel.text.ArmPrompts;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The likelihoods that a model gives to answers to the items of a suite, each token behind the right ones before it. */
public final class LikelihoodScoring {
    private final AnsweringModel answering;
    private final ExampleEncoder encoder;
    private final int positions;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    public LikelihoodScoring(AnsweringModel answering, String template) {
        this.answering = answering;
        this.positions = answering.model().config().maxPositionEmbeddings();
        this.encoder = new ExampleEncoder(answering.tokenizer(), PromptTemplate.named(template), positions);
    }

    /**
     * The context answer and the memory answer of every conflict item, behind the arm's prompt; nothing of an item that
     * has not both. Items that are too long with one of them are left out.
     *
     * @throws ItemTooLong if none is left
     */
    public List<ModelResponse> bothAnswers(Arm arm, List<SuiteItem> items, PromptRunner runner) {
        ArmPrompts prompts = new ArmPrompts(encoder, arm);
        return runner.run(
                items, item -> bothAnswers(arm, prompts, item), batch -> likelihoods(batch, arm.contextAwareWeight()));
    }

    private Prompt.Score bothAnswers(Arm arm, ArmPrompts prompts, SuiteItem item) {
        List<String> answers =
                item.isConflict() ? List.of(item.contextAnswer(), item.memoryAnswer()) : List.<String>of();
        return new Prompt.Score(
                item.id(),
                requests(item, answers, prompts::answer),
                arm.contextAwareWeight() > 0 ? requests(item, answers, prompts::answerWithoutContext) : List.of());
    }

    /**
     * The own answer of every item behind the arm's prompt: that of the context, or of memory where the context states none;
     * nothing of an item without an answer. Items that are too long with it are left out.
     *
     * @throws ItemTooLong if none is left
     */
    public List<ModelResponse> ownAnswers(Arm arm, List<SuiteItem> items, PromptRunner runner) {
        ArmPrompts prompts = new ArmPrompts(encoder, arm);
        return runner.run(
                items,
                item -> new Prompt.Score(
                        item.id(),
                        requests(item, ItemClass.answer(item).stream().toList(), prompts::answer)),
                batch -> likelihoods(batch, 0));
    }

    /**
     * Candidates behind the bare question.
     *
     * @param candidates of each item, in the order of the items
     * @throws ItemTooLong as {@link #bothAnswers(Arm, List, PromptRunner)}
     */
    public List<ModelResponse> candidates(List<SuiteItem> items, List<List<String>> candidates, PromptRunner runner) {
        ArmPrompts prompts = new ArmPrompts(encoder, Arm.plain(Arm.DEFAULT_MAX_NEW_TOKENS));
        Map<String, List<String>> ofItem = new HashMap<>();
        IntStream.range(0, items.size()).forEach(i -> ofItem.put(items.get(i).id(), candidates.get(i)));
        return runner.run(
                items,
                item -> new Prompt.Score(
                        item.id(), requests(item, ofItem.get(item.id()), prompts::answerWithoutContext)),
                batch -> likelihoods(batch, 0));
    }

    /** Tokens of an answer behind the bare question. */
    public int lengthTokens(SuiteItem item, String answer) {
        return encoder.encodeAnswer(item.question(), "", "", answer).continuationIds().length;
    }

    private List<ContinuationIds> requests(
            SuiteItem item, List<String> answers, BiFunction<SuiteItem, String, ContinuationIds> encode) {
        return answers.stream()
                .map(answer -> {
                    ContinuationIds ids = encode.apply(item, answer);
                    if (ids.isLongerThan(positions)) {
                        throw new ItemTooLong(
                                item.id(),
                                "has " + ids.length() + " tokens with an answer, and the model has " + positions
                                        + " positions");
                    }
                    return ids;
                })
                .toList();
    }

    private List<ModelResponse> likelihoods(List<Prompt.Score> batch, double contextAwareWeight) {
        List<ContinuationScore> scores = scores(answering, batch, contextAwareWeight);
        List<ModelResponse> responses = new ArrayList<>();
        int from = 0;
        for (Prompt.Score prompt : batch) {
            int to = from + prompt.requests().size();
            responses.add(response(prompt.itemId(), prompt.requests(), scores.subList(from, to)));
            from = to;
        }
        return responses;
    }

    private static List<ContinuationScore> scores(
            AnsweringModel answering, List<Prompt.Score> batch, double contextAwareWeight) {
        List<ContinuationIds> requests =
                batch.stream().flatMap(prompt -> prompt.requests().stream()).toList();
        if (requests.isEmpty()) {
            return List.of();
        }
        if (contextAwareWeight == 0) {
            return answering.model().logLikelihoods(requests);
        }
        Stream<ContrastedContinuation> contrasted = batch.stream()
                .flatMap(prompt -> IntStream.range(0, prompt.requests().size())
                        .mapToObj(i -> new ContrastedContinuation(
                                prompt.requests().get(i),
                                prompt.withoutContext().get(i))));
        return answering.model().logLikelihoods(contrasted.toList(), contextAwareWeight);
    }

    /** @param scores one a request */
    static ModelResponse response(String itemId, List<ContinuationIds> requests, List<ContinuationScore> scores) {
        List<AnswerLikelihood> likelihoods = IntStream.range(0, scores.size())
                .mapToObj(i -> new AnswerLikelihood(
                        Arrays.stream(requests.get(i).continuationIds()).boxed().toList(),
                        scores.get(i).tokenLogProbsNats()))
                .toList();
        return new ModelResponse(
                itemId,
                List.of(),
                likelihoods,
                scores.stream().map(ContinuationScore::isGreedy).toList());
    }
}
