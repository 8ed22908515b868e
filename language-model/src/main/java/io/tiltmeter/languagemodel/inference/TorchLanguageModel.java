package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.AdapterFolder;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.RowGroups;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Inference by TorchScript; rows are grouped by length so that there is little padding. */
final class TorchLanguageModel implements LanguageModel {

    /** Limit of a row that several continuations share, for the size of its attention. */
    private static final int MAX_ROW_TOKENS = 1024;

    private static final double MAX_PADDING = 0.25;

    private final NDManager memory;
    private final ModelConfig config;
    private final DecoderNetwork network;
    private final List<NDArray> weights;
    private final MemoryBudget budget;
    private final RowGroups groups;
    private final Batches batches;
    private NDManager adapterMemory;
    private AdapterTensors adapter = AdapterTensors.none();

    private TorchLanguageModel(
            NDManager memory, ModelConfig config, Precision compute, List<NDArray> weights, MemoryBudget budget) {
        this.memory = memory;
        this.config = config;
        this.network = new DecoderNetwork(memory, config, compute);
        this.weights = weights;
        this.budget = budget;
        this.groups = RowGroups.sized(MAX_PADDING, config.vocabSize());
        this.batches = new Batches(memory);
        this.adapterMemory = memory.newSubManager();
    }

    static TorchLanguageModel load(Path folder, Precision compute) {
        return load(folder, compute, MemoryBudget.ALLOCATOR);
    }

    static TorchLanguageModel load(Path folder, Precision compute, MemoryBudget budget) {
        ModelConfig config = ModelConfig.read(folder);
        NDManager memory = TorchEngine.newManager();
        try {
            return new TorchLanguageModel(
                    memory, config, compute, ModelFolder.readWeights(memory, folder, config, compute), budget);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    /** Root of the model's native memory. */
    NDManager memory() {
        return memory;
    }

    @Override
    public void useAdapter(Path adapterFolder) {
        NDManager fresh = memory.newSubManager();
        try {
            AdapterFolder.Read read = AdapterFolder.read(fresh, adapterFolder, config);
            AdapterTensors next = AdapterTensors.of(
                    fresh, weights.size(), read.factors(), read.config().scale(), 0);
            adapterMemory.close();
            adapterMemory = fresh;
            adapter = next;
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    @Override
    public void useNoAdapter() {
        adapter = AdapterTensors.none();
        adapterMemory.close();
        adapterMemory = memory.newSubManager();
    }

    @Override
    public List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings) {
        return generate(plain(prompts), 0, settings, Stopping.at(settings));
    }

    @Override
    public List<List<Generation>> generate(List<int[]> prompts, GenerationSettings settings, Tokenizer tokenizer) {
        return generate(plain(prompts), 0, settings, Stopping.at(settings, tokenizer));
    }

    @Override
    public List<List<Generation>> generate(List<ContrastedPrompt> prompts, double weight, GenerationSettings settings) {
        return generate(contrasted(prompts, weight), weight, settings, Stopping.at(settings));
    }

    @Override
    public List<List<Generation>> generate(
            List<ContrastedPrompt> prompts, double weight, GenerationSettings settings, Tokenizer tokenizer) {
        return generate(contrasted(prompts, weight), weight, settings, Stopping.at(settings, tokenizer));
    }

    private static List<int[][]> plain(List<int[]> prompts) {
        return prompts.stream().map(prompt -> new int[][] {prompt}).toList();
    }

    /** With weight 0 nothing is contrasted, and the prompts without context are not read. */
    private static List<int[][]> contrasted(List<ContrastedPrompt> prompts, double weight) {
        checkWeight(weight);
        return prompts.stream()
                .map(prompt -> weight == 0
                        ? new int[][] {prompt.withContext()}
                        : new int[][] {prompt.withContext(), prompt.withoutContext()})
                .toList();
    }

    private static void checkWeight(double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("context-aware weight " + weight
                    + " is not a number of at least 0; 0 uses the prompts with context only");
        }
    }

    private List<List<Generation>> generate(
            List<int[][]> prompts, double contrast, GenerationSettings settings, Stopping stopping) {
        if (settings.choice() instanceof TokenChoice.Sampled sampled) {
            sampled.numbers().check(prompts.size());
        }
        if (prompts.isEmpty()) {
            return List.of();
        }
        int samples = settings.choice().samples();
        int sides = prompts.get(0).length;
        Decoding.Row[] rows = new Decoding.Row[Math.multiplyExact(prompts.size(), samples)];
        int[] lengths = new int[rows.length];
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            for (int[] side : prompts.get(prompt)) {
                ScoredRows.checkPrompt(config, prompt, side, settings.maxNewTokens());
            }
            for (int sample = 0; sample < samples; sample++) {
                int row = prompt * samples + sample;
                rows[row] = new Decoding.Row(prompt, sample, prompts.get(prompt));
                lengths[row] = rows[row].tokens();
            }
        }
        Decoding decoding = new Decoding(network, config, settings, stopping, contrast);
        int[] oneEach = new int[rows.length];
        Arrays.fill(oneEach, 1);
        List<int[]> groupedRows = groups.eachTimes(sides).of(lengths, oneEach, settings.maxNewTokens());
        List<Generation> answers = batches.run(rows, groupedRows, (callMemory, batch) -> {
            budget.admit(sides * batch.length, batch[batch.length - 1].tokens() + settings.maxNewTokens());
            return decoding.answers(callMemory, adapter.append(callMemory, weights), batch);
        });
        List<List<Generation>> byPrompt = new ArrayList<>();
        for (int from = 0; from < rows.length; from += samples) {
            byPrompt.add(answers.subList(from, from + samples));
        }
        return byPrompt;
    }

    @Override
    public List<ContinuationScore> logLikelihoods(List<ContinuationIds> requests) {
        SharedContexts.Row[] rows =
                SharedContexts.rows(config, requests, MAX_ROW_TOKENS).toArray(SharedContexts.Row[]::new);
        int[] lengths = Arrays.stream(rows).mapToInt(SharedContexts.Row::tokens).toArray();
        int[] scored =
                Arrays.stream(rows).mapToInt(SharedContexts.Row::scoredTokens).toArray();
        Scoring scoring = new Scoring(network);
        return batches
                .run(rows, groups.of(lengths, scored, 0), (callMemory, batch) -> {
                    budget.admit(batch.length, batch[batch.length - 1].tokens());
                    return scoring.score(callMemory, adapter.append(callMemory, weights), config, List.of(batch));
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<ContinuationScore> logLikelihoods(List<ContrastedContinuation> continuations, double weight) {
        checkWeight(weight);
        if (weight == 0) {
            return logLikelihoods(continuations.stream()
                    .map(ContrastedContinuation::withContext)
                    .toList());
        }
        ContrastedContexts.Row[] rows =
                ContrastedContexts.rows(config, continuations, MAX_ROW_TOKENS).toArray(ContrastedContexts.Row[]::new);
        int[] lengths =
                Arrays.stream(rows).mapToInt(ContrastedContexts.Row::tokens).toArray();
        int[] scored = Arrays.stream(rows)
                .mapToInt(ContrastedContexts.Row::scoredTokens)
                .toArray();
        Scoring scoring = new Scoring(network);
        return batches
                .run(rows, groups.eachTimes(2).of(lengths, scored, 0), (callMemory, batch) -> {
                    budget.admit(2 * batch.length, batch[batch.length - 1].tokens());
                    return scoring.contrastedScore(
                            callMemory, adapter.append(callMemory, weights), config, List.of(batch), weight);
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Double> meanLosses(List<EncodedExample> examples) {
        EncodedExample[] rows = examples.toArray(EncodedExample[]::new);
        int[] lengths = new int[rows.length];
        int[] scored = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            lengths[row] = rows[row].length();
            scored[row] = rows[row].scoredTokens();
            if (scored[row] == 0) {
                throw new IllegalArgumentException(
                        "example " + row + " has no labelled token after its first: " + rows[row]);
            }
        }
        Scoring scoring = new Scoring(network);
        return batches.run(rows, groups.of(lengths, scored, 0), (callMemory, batch) -> {
            budget.admit(batch.length, batch[batch.length - 1].length());
            return scoring.meanLosses(callMemory, adapter.append(callMemory, weights), config, batch);
        });
    }

    @Override
    public List<ContextAttention> attentionToContext(List<int[]> prompts, List<ContextSpan> contexts) {
        if (prompts.size() != contexts.size()) {
            throw new IllegalArgumentException(prompts.size() + " prompts have " + contexts.size() + " contexts");
        }
        AnswerAttention.Row[] rows = new AnswerAttention.Row[prompts.size()];
        for (int row = 0; row < rows.length; row++) {
            ScoredRows.checkPrompt(config, row, prompts.get(row), 0);
            if (contexts.get(row).to() > prompts.get(row).length) {
                throw new IllegalArgumentException(
                        "prompt " + row + " has " + prompts.get(row).length + " tokens, its context ends before token "
                                + contexts.get(row).to());
            }
            rows[row] = new AnswerAttention.Row(prompts.get(row), contexts.get(row));
        }
        AnswerAttention attention = new AnswerAttention(network, config);
        int[] lengths = prompts.stream().mapToInt(prompt -> prompt.length).toArray();
        return batches.run(rows, groups.of(lengths, new int[rows.length], 0), (callMemory, batch) -> {
            budget.admit(batch.length, batch[batch.length - 1].prompt().length);
            return attention.of(callMemory, adapter.append(callMemory, weights), batch);
        });
    }

    @Override
    public List<GradientComparison> compareGradients(
            List<WeightedContinuation> reference, List<List<WeightedContinuation>> others) {
        AnswerGradients gradients = new AnswerGradients(network, config, adapter);
        try (NDManager callMemory = memory.newSubManager()) {
            return gradients.compare(callMemory, adapter.append(callMemory, weights), reference, others);
        }
    }

    @Override
    public long halvedBatches() {
        return batches.halved();
    }

    @Override
    public void close() {
        memory.close();
    }
}
