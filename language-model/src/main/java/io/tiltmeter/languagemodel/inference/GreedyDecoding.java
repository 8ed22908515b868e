package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.DecodingCache;
import io.tiltmeter.languagemodel.torch.LeftPadded;
import java.util.Arrays;
import java.util.List;

/** Greedy answers to prompts, with a key/value cache that lives as long as the call. */
final class GreedyDecoding {

    private final DecoderNetwork network;
    private final ModelConfig config;

    GreedyDecoding(DecoderNetwork network, ModelConfig config) {
        this.network = network;
        this.config = config;
    }

    /** @param weights as the network takes them */
    int[][] answer(NDManager callMemory, List<NDArray> weights, int[][] prompts, int maxNewTokens, int eosTokenId) {
        LeftPadded rows = new LeftPadded(config, prompts, maxNewTokens);
        int[][] answers = new int[prompts.length][maxNewTokens];
        int[] lengths = new int[prompts.length];
        boolean[] ended = new boolean[prompts.length];
        DecodingCache cache = network.cache(callMemory, rows, rows.tokens() + maxNewTokens);
        NDArray chunk = rows.ids(callMemory);
        for (int step = 0; step < maxNewTokens && !all(ended); step++) {
            NDArray next;
            try (NDManager stepMemory = callMemory.newSubManager()) {
                next = network.nextToken(stepMemory, weights, chunk, rows, cache);
                next.attach(callMemory);
            }
            chunk.close();
            chunk = next; // (B, 1)
            long[] tokens = next.toLongArray();
            for (int row = 0; row < prompts.length; row++) {
                ended[row] |= tokens[row] == eosTokenId;
                if (!ended[row]) {
                    answers[row][lengths[row]++] = (int) tokens[row];
                }
            }
        }
        for (int row = 0; row < prompts.length; row++) {
            answers[row] = Arrays.copyOf(answers[row], lengths[row]);
        }
        return answers;
    }

    private static boolean all(boolean[] ended) {
        for (boolean end : ended) {
            if (!end) {
                return false;
            }
        }
        return true;
    }
}
