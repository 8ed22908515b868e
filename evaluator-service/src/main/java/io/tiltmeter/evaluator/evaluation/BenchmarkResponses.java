package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.BenchmarkAnswer;
import io.tiltmeter.evaluator.benchmark.BenchmarkPrompts;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The responses of a model to a standard benchmark: likelihoods, a text, or both, as the benchmark needs. */
public final class BenchmarkResponses {
    private final AnsweringModel answering;
    private final BenchmarkPrompts prompts;

    /** @param prompts of the benchmark for this model */
    public BenchmarkResponses(AnsweringModel answering, BenchmarkPrompts prompts) {
        this.answering = answering;
        this.prompts = prompts;
    }

    /**
     * Of some of the benchmark's items, or all. Prompts that are too long are cut at the left, as lm-evaluation-harness
     * does; items with a continuation that is longer than the model's positions are left out.
     *
     * @throws ItemTooLong if that is none
     */
    public List<ModelResponse> responses(List<SuiteItem> items, PromptRunner runner) {
        Set<String> cut = new HashSet<>();
        List<ModelResponse> responses = runner.run(
                items,
                item -> {
                    if (prompts.isCut(item)) {
                        cut.add(item.id());
                    }
                    return new Prompt.Benchmark(
                            item.id(), prompts.requests(item), prompts.prompt(item), prompts.maxNewTokens());
                },
                this::responses);
        return responses.stream()
                .map(response -> cut.contains(response.itemId()) && !response.isLeftOut() ? response.asCut() : response)
                .toList();
    }

    /** A response as the benchmark measures it. */
    public static BenchmarkAnswer answer(ModelResponse response) {
        return BenchmarkAnswer.of(response.likelihoods(), response.greedy(), response.texts());
    }

    private List<ModelResponse> responses(List<Prompt.Benchmark> batch) {
        List<ContinuationIds> requests =
                batch.stream().flatMap(prompt -> prompt.requests().stream()).toList();
        List<ContinuationScore> scores =
                requests.isEmpty() ? List.of() : answering.model().logLikelihoods(requests);
        List<String> texts =
                prompts.settings().map(settings -> texts(batch, settings)).orElse(List.of());
        List<ModelResponse> responses = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            Prompt.Benchmark prompt = batch.get(i);
            int to = from + prompt.requests().size();
            ModelResponse likelihoods =
                    LikelihoodScoring.response(prompt.itemId(), prompt.requests(), scores.subList(from, to));
            responses.add(likelihoods.withTexts(texts.isEmpty() ? List.of() : List.of(texts.get(i))));
            from = to;
        }
        return responses;
    }

    private List<String> texts(List<Prompt.Benchmark> batch, GenerationSettings settings) {
        List<int[]> tokens = batch.stream()
                .map(Prompt.Benchmark::prompt)
                .flatMap(Optional::stream)
                .toList();
        List<List<Generation>> answers = answering.model().generate(tokens, settings, answering.tokenizer());
        return answers.stream().map(each -> prompts.text(each.get(0))).toList();
    }
}
