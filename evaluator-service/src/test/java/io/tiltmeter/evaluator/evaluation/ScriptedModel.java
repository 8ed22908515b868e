package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.ContextAttention;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.ContrastedContinuation;
import io.tiltmeter.languagemodel.inference.ContrastedPrompt;
import io.tiltmeter.languagemodel.inference.FinishReason;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import io.tiltmeter.languagemodel.inference.GradientComparison;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.inference.TokenChoice;
import io.tiltmeter.languagemodel.inference.WeightedContinuation;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A model that answers prompts by a rule, word by word, and records its batches. */
final class ScriptedModel implements LanguageModel, Tokenizer {
    private final int positions;
    private final UnaryOperator<String> rule;
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    final List<List<String>> batches = new ArrayList<>();
    final List<Integer> limits = new ArrayList<>();
    final List<TokenChoice> choices = new ArrayList<>();

    ScriptedModel(int positions, UnaryOperator<String> rule) {
        this.positions = positions;
        this.rule = rule;
    }

    AnsweringModel answering() {
        return new AnsweringModel(this, this);
    }

    @Override
    public ModelConfig config() {
        return ModelConfig.llama(8, 8, 1, 1, 1, 8, 100, positions, 1e-5, 10_000, true, 1, 2, 0);
    }

    @Override
    public void useAdapter(Path adapterFolder) {
        throw new UnsupportedOperationException("a rule has no weights to adapt");
    }

    @Override
    public void useNoAdapter() {}

    @Override
    public List<ContinuationScore> logLikelihoods(List<ContinuationIds> requests) {
        throw new UnsupportedOperationException("evaluation by generation asks for no likelihood");
    }

    @Override
    public List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings) {
        batches.add(prompts.stream().map(this::decode).toList());
        limits.add(settings.maxNewTokens());
        choices.add(settings.choice());
        return prompts.stream()
                .map(prompt -> {
                    int[] answer = encode(rule.apply(decode(prompt)));
                    int[] bounded = Arrays.copyOf(answer, Math.min(answer.length, settings.maxNewTokens()));
                    return Collections.nCopies(
                            settings.choice().samples(), new Generation(bounded, new FinishReason.Length()));
                })
                .toList();
    }

    @Override
    public List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings, Tokenizer tokenizer) {
        return generate(prompts, settings);
    }

    @Override
    public List<Double> meanLosses(List<EncodedExample> examples) {
        throw new UnsupportedOperationException("evaluation by generation asks for no loss");
    }

    @Override
    public List<ContextAttention> attentionToContext(List<int[]> prompts, List<ContextSpan> contexts) {
        throw new UnsupportedOperationException("a rule has no attention");
    }

    @Override
    public List<GradientComparison> compareGradients(
            List<WeightedContinuation> reference, List<List<WeightedContinuation>> others) {
        throw new UnsupportedOperationException("a rule has no gradients");
    }

    @Override
    public List<List<Generation>> generate(List<ContrastedPrompt> prompts, double weight, GenerationSettings settings) {
        throw new UnsupportedOperationException("a rule has no logits to contrast");
    }

    @Override
    public List<List<Generation>> generate(
            List<ContrastedPrompt> prompts, double weight, GenerationSettings settings, Tokenizer tokenizer) {
        return generate(prompts, weight, settings);
    }

    @Override
    public List<ContinuationScore> logLikelihoods(List<ContrastedContinuation> continuations, double weight) {
        throw new UnsupportedOperationException("a rule has no logits to contrast");
    }

    @Override
    public long halvedBatches() {
        return 0;
    }

    @Override
    public int[] encode(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .mapToInt(word -> ids.computeIfAbsent(word, fresh -> {
                    words.add(fresh);
                    return words.size() - 1;
                }))
                .toArray();
    }

    @Override
    public int[] encodeWithSpecialTokens(String text) {
        return encode(text);
    }

    @Override
    public String decode(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(words::get).collect(Collectors.joining(" "));
    }

    @Override
    public OptionalInt find(String token) {
        return ids.containsKey(token) ? OptionalInt.of(ids.get(token)) : OptionalInt.empty();
    }

    @Override
    public int vocabularySize() {
        return words.size();
    }

    @Override
    public void close() {}
}
