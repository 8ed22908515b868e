package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Log-probabilities of given tokens; the head is computed only for those. */
final class Scoring {

    private final DecoderNetwork network;

    Scoring(DecoderNetwork network) {
        this.network = network;
    }

    /**
     * @param weights as arguments of the network
     * @return for each row the scores of its requests
     */
    List<List<ContinuationScore>> score(
            NDManager callMemory, List<NDArray> weights, ModelConfig config, List<SharedContexts.Row> rows) {
        return read(network.score(callMemory, weights, SharedContexts.batch(config, rows)), rows);
    }

    /** As {@link #score}, by contrasted logits. @param contrast weight of the difference between the sides of each row */
    List<List<ContinuationScore>> contrastedScore(
            NDManager callMemory,
            List<NDArray> weights,
            ModelConfig config,
            List<ContrastedContexts.Row> rows,
            double contrast) {
        List<SharedContexts.Row> sides =
                new ArrayList<>(rows.stream().map(ContrastedContexts.Row::with).toList());
        sides.addAll(rows.stream().map(ContrastedContexts.Row::without).toList());
        ScoredRows batch = SharedContexts.batch(config, sides);
        return read(network.contrastedScore(callMemory, weights, batch, contrast), sides.subList(0, rows.size()));
    }

    /** @param found log-probabilities and first choices of the rows' tokens, in the order of rows and requests */
    private static List<List<ContinuationScore>> read(List<NDArray> found, List<SharedContexts.Row> rows) {
        float[] logProbs = found.get(0).toFloatArray();
        long[] firstChoices = found.get(1).toLongArray();
        List<List<ContinuationScore>> scores = new ArrayList<>();
        int at = 0;
        for (SharedContexts.Row row : rows) {
            List<ContinuationScore> ofRow = new ArrayList<>();
            for (ContinuationIds request : row.requests()) {
                List<Double> tokens = new ArrayList<>();
                boolean greedy = true;
                for (int i = 0; i < request.continuationIds().length; i++, at++) {
                    tokens.add((double) logProbs[at]);
                    greedy &= firstChoices[at] == 1;
                }
                double sum = tokens.stream().mapToDouble(Double::doubleValue).sum();
                ofRow.add(new ContinuationScore(sum, tokens, greedy));
            }
            scores.add(ofRow);
        }
        return scores;
    }

    /** Nats per labelled token of each example. */
    List<Double> meanLosses(
            NDManager callMemory, List<NDArray> weights, ModelConfig config, EncodedExample[] examples) {
        int[][] ids = Arrays.stream(examples).map(EncodedExample::inputIds).toArray(int[][]::new);
        int[][] labels = Arrays.stream(examples).map(EncodedExample::labels).toArray(int[][]::new);
        ScoredRows batch = ScoredRows.of(config, ids, labels, (row, at) -> labels[row][at] != EncodedExample.IGNORED);
        float[] logProbs = network.score(callMemory, weights, batch).get(0).toFloatArray();
        List<Double> losses = new ArrayList<>();
        int at = 0;
        for (EncodedExample example : examples) {
            double sum = 0;
            for (int i = 0; i < example.scoredTokens(); i++, at++) {
                sum -= logProbs[at];
            }
            losses.add(sum / example.scoredTokens());
        }
        return losses;
    }
}
