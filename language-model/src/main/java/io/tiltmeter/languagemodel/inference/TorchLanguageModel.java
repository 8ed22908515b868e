package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.torch.AdapterFolder;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Inference by TorchScript; prompts and requests are grouped by length so that little or nothing is padding. */
final class TorchLanguageModel implements LanguageModel {

    /** Bounds the memory of one call: rows x tokens that go through the model together. */
    private static final int MAX_BATCH_TOKENS = 8192;

    /** Bounds the square of a row that several continuations share. */
    private static final int MAX_ROW_TOKENS = 1024;

    private final NDManager memory;
    private final ModelConfig config;
    private final Precision compute;
    private final DecoderNetwork network;
    private final List<NDArray> weights;
    private NDManager adapterMemory;
    private AdapterTensors adapter = AdapterTensors.none();

    private TorchLanguageModel(NDManager memory, ModelConfig config, Precision compute, List<NDArray> weights) {
        this.memory = memory;
        this.config = config;
        this.compute = compute;
        this.network = new DecoderNetwork(memory, config, compute);
        this.weights = weights;
        this.adapterMemory = memory.newSubManager();
    }

    static TorchLanguageModel load(Path folder, Precision compute) {
        ModelConfig config = ModelConfig.read(folder);
        NDManager memory = TorchEngine.newManager();
        try {
            return new TorchLanguageModel(
                    memory, config, compute, ModelFolder.readWeights(memory, folder, config, compute));
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public List<int[]> generateGreedily(List<int[]> prompts, int maxNewTokens, int eosTokenId) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens " + maxNewTokens + " is below 1");
        }
        for (int row = 0; row < prompts.size(); row++) {
            ScoredRows.checkPrompt(config, row, prompts.get(row), maxNewTokens);
        }
        int[][] answers = new int[prompts.size()][];
        int[] byLength =
                sorted(prompts.stream().mapToInt(prompt -> prompt.length).toArray());
        for (int from = 0; from < byLength.length; ) {
            int length = prompts.get(byLength[from]).length;
            int to = from + 1;
            while (to < byLength.length
                    && prompts.get(byLength[to]).length == length
                    && (to - from + 1) * (long) (length + maxNewTokens) <= MAX_BATCH_TOKENS) {
                to++;
            }
            int[] group = Arrays.copyOfRange(byLength, from, to);
            int[][] found = answers(
                    Arrays.stream(group).mapToObj(prompts::get).toArray(int[][]::new), maxNewTokens, eosTokenId);
            for (int i = 0; i < group.length; i++) {
                answers[group[i]] = found[i];
            }
            from = to;
        }
        return List.of(answers);
    }

    private int[][] answers(int[][] prompts, int maxNewTokens, int eosTokenId) {
        try (NDManager callMemory = memory.newSubManager()) {
            return new GreedyDecoding(network, config)
                    .answer(callMemory, adapter.behind(callMemory, weights), prompts, maxNewTokens, eosTokenId);
        }
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
    public List<ContinuationScore> logLikelihoods(List<ContinuationRequest> requests) {
        ContinuationScore[] scores = new ContinuationScore[requests.size()];
        List<SharedContexts.Row> rows = SharedContexts.rows(config, requests, MAX_ROW_TOKENS);
        int[] byLength =
                sorted(rows.stream().mapToInt(SharedContexts.Row::tokens).toArray());
        for (int from = 0; from < byLength.length; ) {
            int to = from + 1;
            while (to < byLength.length
                    && (to - from + 1) * (long) rows.get(byLength[to]).tokens() <= MAX_BATCH_TOKENS) {
                to++;
            }
            score(Arrays.stream(byLength, from, to).mapToObj(rows::get).toList(), scores);
            from = to;
        }
        return List.of(scores);
    }

    private void score(List<SharedContexts.Row> rows, ContinuationScore[] scores) {
        float[] logProbs;
        long[] firstChoices;
        try (NDManager callMemory = memory.newSubManager()) {
            List<NDArray> found =
                    network.score(callMemory, adapter.behind(callMemory, weights), SharedContexts.batch(config, rows));
            logProbs = found.get(0).toFloatArray();
            firstChoices = found.get(1).toLongArray();
        }
        int at = 0;
        for (SharedContexts.Row row : rows) {
            for (int place = 0; place < row.requests().size(); place++) {
                List<Double> tokens = new ArrayList<>();
                boolean greedy = true;
                for (int i = 0; i < row.requests().get(place).continuationIds().length; i++, at++) {
                    tokens.add((double) logProbs[at]);
                    greedy &= firstChoices[at] == 1;
                }
                double sum = tokens.stream().mapToDouble(Double::doubleValue).sum();
                scores[row.first() + place] = new ContinuationScore(sum, tokens, greedy);
            }
        }
    }

    /** Places in ascending order of length; equal lengths stay in their order. */
    private static int[] sorted(int[] lengths) {
        return IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(place -> lengths[place]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public void close() {
        memory.close();
    }
}
