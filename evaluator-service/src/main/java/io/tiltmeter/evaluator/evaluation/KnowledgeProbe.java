package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The likelihoods that a model gives, without the context, to the memory answer of each conflict item, its context answer
 * and distractors. The candidates' texts are kept in this order.
 */
public final class KnowledgeProbe {
    private final AnsweringModel answering;
    private final String template;
    private final KnowledgeFilter filter;

    public KnowledgeProbe(AnsweringModel answering, String template, KnowledgeFilter filter) {
        this.answering = answering;
        this.template = template;
        this.filter = filter;
    }

    public List<ModelResponse> responses(SuiteSelection items, PromptRunner runner) {
        LikelihoodScoring likelihoods = new LikelihoodScoring(answering, template);
        SuiteItem any = items.suite().get(0);
        DistractorChoice choice =
                new DistractorChoice(items.suite(), answer -> likelihoods.lengthTokens(any, answer), filter.seed());
        List<List<String>> candidates =
                items.selected().stream().map(item -> candidates(item, choice)).toList();
        List<ModelResponse> responses = likelihoods.candidates(items.selected(), candidates, runner);
        return IntStream.range(0, responses.size())
                .mapToObj(i -> responses.get(i).withTexts(candidates.get(i)))
                .toList();
    }

    private List<String> candidates(SuiteItem item, DistractorChoice choice) {
        if (!item.isConflict()) {
            return List.of();
        }
        List<String> candidates = new ArrayList<>(List.of(item.memoryAnswer(), item.contextAnswer()));
        candidates.addAll(choice.of(item, filter.distractors()).texts());
        return candidates;
    }
}
