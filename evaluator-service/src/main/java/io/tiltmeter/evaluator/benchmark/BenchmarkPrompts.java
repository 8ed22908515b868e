package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.Benchmark.GenerationRule;
import io.tiltmeter.evaluator.evaluation.ItemTooLong;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.FinishReason;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import io.tiltmeter.languagemodel.text.ContinuationEncoder;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Puts the items of a benchmark to a model as the harness's Hugging Face model does: no special token before a prompt, a
 * prompt that is too long cut from the left, likelihoods of continuations, and greedy texts up to a stop string or an end
 * token.
 */
public final class BenchmarkPrompts {
    private final BenchmarkTask task;
    private final Tokenizer tokenizer;
    private final ContinuationEncoder encoder;
    private final int positions;
    private final int prefixTokenId;
    private final int maxNewTokens;
    private final SortedSet<Integer> stopTokenIds;

    /** With the harness's limit of 256 new tokens. */
    public BenchmarkPrompts(BenchmarkTask task, Tokenizer tokenizer, ModelConfig config) {
        this(task, tokenizer, config, GenerationRule.DEFAULT_MAX_NEW_TOKENS);
    }

    /**
     * @param maxNewTokens of a generated text; half of the model's positions are left to the prompt in any case, where
     *     the harness refuses a model that is too small
     */
    public BenchmarkPrompts(BenchmarkTask task, Tokenizer tokenizer, ModelConfig config, int maxNewTokens) {
        this.task = task;
        this.tokenizer = tokenizer;
        this.encoder = new ContinuationEncoder(tokenizer);
        this.positions = config.maxPositionEmbeddings();
        this.prefixTokenId = prefixTokenId(config);
        this.maxNewTokens = Math.max(1, Math.min(maxNewTokens, positions / 2));
        this.stopTokenIds = config.stopTokenIds(tokenizer.specialTokens().stopIds());
    }

    /** Limit of a generated text for this model. */
    public int maxNewTokens() {
        return maxNewTokens;
    }

    /**
     * The likelihoods that an item needs, within the model's positions; none where the benchmark needs none.
     *
     * @throws ItemTooLong if a continuation alone is longer than that
     */
    public List<ContinuationIds> requests(SuiteItem item) {
        List<String> continuations = task.benchmark().continuations(item);
        if (continuations.isEmpty()) {
            return List.of();
        }
        try {
            return encoded(item).stream().map(ids -> ids.within(positions)).toList();
        } catch (IllegalArgumentException e) {
            throw new ItemTooLong(item.id(), "of " + task.benchmark().task() + ": " + e.getMessage());
        }
    }

    private List<ContinuationIds> encoded(SuiteItem item) {
        return encoder.encodeAsHarness(task.prompt(item), task.benchmark().continuations(item), prefixTokenId);
    }

    /** Whether the left of an item's prompt is cut off, with solved examples or more. */
    public boolean isCut(SuiteItem item) {
        if (!task.benchmark().continuations(item).isEmpty()
                && encoded(item).stream().anyMatch(ids -> ids.isLongerThan(positions))) {
            return true;
        }
        return task.benchmark().generation().isPresent()
                && tokenizer.encode(task.prompt(item)).length > positions - maxNewTokens;
    }

    /**
     * The ids of the prompt that is continued, its left cut off where it would leave no room for the answer; empty where
     * the benchmark needs no text.
     */
    public Optional<int[]> prompt(SuiteItem item) {
        return task.benchmark().generation().map(rule -> {
            int[] ids = tokenizer.encode(task.prompt(item));
            return ids.length == 0
                    ? new int[] {prefixTokenId}
                    : Arrays.copyOfRange(ids, Math.max(0, ids.length - (positions - maxNewTokens)), ids.length);
        });
    }

    /** How prompts are continued; empty where the benchmark needs no text. */
    public Optional<GenerationSettings> settings() {
        return task.benchmark()
                .generation()
                .map(rule ->
                        GenerationSettings.greedy(maxNewTokens, stopTokenIds).stoppingAt(rule.until()));
    }

    /** The text of an answer, as it is measured: up to what ended it, spaces and all. */
    public String text(Generation generation) {
        return generation.finish() instanceof FinishReason.StopString stop
                ? stop.textBefore()
                : tokenizer.decode(generation.ids());
    }

    /** What the harness puts in the place of an empty prompt: the beginning token, or else the first end token. */
    private static int prefixTokenId(ModelConfig config) {
        if (config.bosTokenId() != ModelConfig.NO_TOKEN) {
            return config.bosTokenId();
        }
        return config.eosTokenIds().isEmpty() ? 0 : config.eosTokenIds().get(0);
    }
}
