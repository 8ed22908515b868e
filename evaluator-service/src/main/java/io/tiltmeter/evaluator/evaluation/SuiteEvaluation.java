package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.JudgedItem;
import io.tiltmeter.evaluator.scorer.TextScorer;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a model every question of a suite and scores what it answers. The question is the instruction and the context
 * the input of the run's own template. The same weights, suite and thread count give the same outcome, whatever the
 * batch size.
 */
public final class SuiteEvaluation {
    private final GenerationSettings settings;
    private final TextScorer scorer = new ContainsScorer();

    public SuiteEvaluation(GenerationSettings settings) {
        this.settings = settings;
    }

    /**
     * Answers and scores a whole suite.
     *
     * @param template the name of the run's prompt template
     * @param watcher asked before every batch
     * @throws IllegalArgumentException if the template is unknown or a prompt leaves no room for an answer
     * @throws Abandoned if the watcher says to stop
     */
    public SuiteOutcome evaluate(AnsweringModel answering, String template, List<SuiteItem> items, Watcher watcher) {
        int positions = answering.model().config().maxPositionEmbeddings();
        ExampleEncoder encoder = new ExampleEncoder(answering.tokenizer(), PromptTemplate.named(template), positions);
        List<int[]> prompts = encode(encoder, positions, items);
        Set<Integer> stops = stops(encoder, answering.model().config());
        ItemOutcome[] outcomes = new ItemOutcome[items.size()];
        int scored = 0;
        for (List<Integer> batch : batches(prompts)) {
            if (watcher.mustStop(scored)) {
                throw new Abandoned(scored, items.size(), "items");
            }
            List<int[]> answers =
                    answer(answering.model(), batch.stream().map(prompts::get).toList(), stops);
            for (int i = 0; i < batch.size(); i++) {
                int item = batch.get(i);
                String generated = answering.tokenizer().decode(answers.get(i)).strip();
                outcomes[item] = JudgedItem.of(items.get(item), List.of(generated), scorer);
            }
            scored += batch.size();
        }
        return new SuiteOutcome(Arrays.asList(outcomes));
    }

    /** Prompts of one length go together: no padding, and no prompt takes another's room for an answer. */
    private List<List<Integer>> batches(List<int[]> prompts) {
        Map<Integer, List<Integer>> byLength = IntStream.range(0, prompts.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> prompts.get(i).length, TreeMap::new, Collectors.toList()));
        List<List<Integer>> batches = new ArrayList<>();
        for (List<Integer> sameLength : byLength.values()) {
            for (int from = 0; from < sameLength.size(); from += settings.batchSize()) {
                batches.add(sameLength.subList(from, Math.min(from + settings.batchSize(), sameLength.size())));
            }
        }
        return batches;
    }

    private static List<int[]> encode(ExampleEncoder encoder, int positions, List<SuiteItem> items) {
        return items.stream()
                .map(item -> {
                    int[] prompt = encoder.encodePrompt(item.question(), item.context());
                    if (prompt.length >= positions) {
                        throw new IllegalArgumentException("item " + item.id() + " has a prompt of " + prompt.length
                                + " tokens, and the model has " + positions
                                + " positions: no room for an answer; shorten the item or train a model with a larger"
                                + " max_position_embeddings");
                    }
                    return prompt;
                })
                .toList();
    }

    /** What the template puts behind an answer, what the tokenizer's files name, and the model's own end token. */
    private static Set<Integer> stops(ExampleEncoder encoder, ModelConfig config) {
        Set<Integer> stops = new TreeSet<>(encoder.stopTokenIds());
        if (config.eosTokenId() != ModelConfig.NO_TOKEN) {
            stops.add(config.eosTokenId());
        }
        return stops;
    }

    private List<int[]> answer(LanguageModel model, List<int[]> promptsOfOneLength, Set<Integer> stops) {
        int room = model.config().maxPositionEmbeddings() - promptsOfOneLength.get(0).length;
        return model.generateGreedily(promptsOfOneLength, Math.min(settings.maxNewTokens(), room), stops);
    }
}
