package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.languagemodel.inference.ContinuationRequest;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.ContrastedContinuation;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How likely a model finds given answers to the items of a suite, each token behind the right ones before it. */
public final class LikelihoodReading {
    private final AnsweringModel answering;
    private final ExampleEncoder encoder;
    private final int positions;

    /** @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it */
    public LikelihoodReading(AnsweringModel answering, String template) {
        this.answering = answering;
        this.positions = answering.model().config().maxPositionEmbeddings();
        this.encoder = new ExampleEncoder(answering.tokenizer(), PromptTemplate.named(template), positions);
    }

    /**
     * The context answer and the memory answer of every conflict item, behind the arm's prompt; nothing of an item that
     * has not both.
     *
     * @throws IllegalArgumentException naming an answer that has more tokens than the model has positions
     */
    public List<ItemReading> bothAnswers(Arm arm, List<SuiteItem> items, SuiteReader reader) {
        ArmPrompts prompts = new ArmPrompts(encoder, arm);
        List<Question.Score> questions = items.stream()
                .map(item -> {
                    List<String> answers =
                            item.isConflict() ? List.of(item.contextAnswer(), item.memoryAnswer()) : List.<String>of();
                    return new Question.Score(
                            item.id(),
                            requests(item, answers, prompts::answer),
                            arm.contextAwareWeight() > 0
                                    ? requests(item, answers, prompts::answerWithoutContext)
                                    : List.of());
                })
                .toList();
        return reader.read(questions, batch -> likelihoods(batch, arm.contextAwareWeight()));
    }

    /**
     * Candidates behind the bare question.
     *
     * @param candidates of each item, in the order of the items
     * @throws IllegalArgumentException as {@link #bothAnswers}
     */
    public List<ItemReading> candidates(List<SuiteItem> items, List<List<String>> candidates, SuiteReader reader) {
        ArmPrompts prompts = new ArmPrompts(encoder, Arm.plain(Arm.DEFAULT_MAX_NEW_TOKENS));
        List<Question.Score> questions = IntStream.range(0, items.size())
                .mapToObj(i -> new Question.Score(
                        items.get(i).id(), requests(items.get(i), candidates.get(i), prompts::answerWithoutContext)))
                .toList();
        return reader.read(questions, batch -> likelihoods(batch, 0));
    }

    /** Tokens of an answer behind the bare question. */
    public int lengthTokens(SuiteItem item, String answer) {
        return encoder.encodeAnswer(item.question(), "", "", answer).continuationIds().length;
    }

    private List<ContinuationRequest> requests(
            SuiteItem item, List<String> answers, BiFunction<SuiteItem, String, ContinuationIds> encode) {
        return answers.stream()
                .map(answer -> {
                    try {
                        ContinuationIds ids = encode.apply(item, answer).within(positions);
                        return new ContinuationRequest(ids.contextIds(), ids.continuationIds());
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException("item " + item.id() + ": " + e.getMessage(), e);
                    }
                })
                .toList();
    }

    private List<ItemReading> likelihoods(List<Question.Score> batch, double contextAwareWeight) {
        List<ContinuationScore> scores = scores(answering, batch, contextAwareWeight);
        List<ItemReading> readings = new ArrayList<>();
        int from = 0;
        for (Question.Score question : batch) {
            int to = from + question.requests().size();
            readings.add(reading(question.itemId(), question.requests(), scores.subList(from, to)));
            from = to;
        }
        return readings;
    }

    private static List<ContinuationScore> scores(
            AnsweringModel answering, List<Question.Score> batch, double contextAwareWeight) {
        List<ContinuationRequest> requests =
                batch.stream().flatMap(question -> question.requests().stream()).toList();
        if (requests.isEmpty()) {
            return List.of();
        }
        if (contextAwareWeight == 0) {
            return answering.model().logLikelihoods(requests);
        }
        Stream<ContrastedContinuation> contrasted = batch.stream()
                .flatMap(question -> IntStream.range(0, question.requests().size())
                        .mapToObj(i -> new ContrastedContinuation(
                                question.requests().get(i),
                                question.withoutContext().get(i))));
        return answering.model().logLikelihoods(contrasted.toList(), contextAwareWeight);
    }

    /** @param scores one a request */
    static ItemReading reading(String itemId, List<ContinuationRequest> requests, List<ContinuationScore> scores) {
        List<AnswerLikelihood> likelihoods = IntStream.range(0, scores.size())
                .mapToObj(i -> new AnswerLikelihood(
                        Arrays.stream(requests.get(i).continuationIds()).boxed().toList(),
                        scores.get(i).tokenLogProbsNats()))
                .toList();
        return new ItemReading(
                itemId,
                List.of(),
                likelihoods,
                scores.stream().map(ContinuationScore::isGreedy).toList());
    }
}
