package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.DistractorChoice;
import io.tiltmeter.evaluator.scorer.KnowledgeFilterScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How likely a model finds, without the context, the memory answer of each conflict item, its context answer and
 * distractors. The candidates' texts are kept in this order.
 */
final class KnowledgeReading {
    private final AnsweringModel answering;
    private final String template;
    private final KnowledgeFilter filter;

    KnowledgeReading(AnsweringModel answering, String template, KnowledgeFilter filter) {
        this.answering = answering;
        this.template = template;
        this.filter = filter;
    }

    List<ItemReading> read(AskedItems items, SuiteReader reader) {
        LikelihoodReading likelihoods = new LikelihoodReading(answering, template);
        SuiteItem any = items.suite().get(0);
        DistractorChoice choice =
                new DistractorChoice(items.suite(), answer -> likelihoods.lengthTokens(any, answer), filter.seed());
        List<List<String>> candidates =
                items.asked().stream().map(item -> candidates(item, choice)).toList();
        List<ItemReading> readings = likelihoods.candidates(items.asked(), candidates, reader);
        return IntStream.range(0, readings.size())
                .mapToObj(i -> readings.get(i).of(candidates.get(i)))
                .toList();
    }

    private List<String> candidates(SuiteItem item, DistractorChoice choice) {
        if (!KnowledgeFilterScorer.applies(item)) {
            return List.of();
        }
        List<String> candidates = new ArrayList<>(List.of(item.memoryAnswer(), item.contextAnswer()));
        candidates.addAll(choice.of(item, filter.distractors()).texts());
        return candidates;
    }
}
