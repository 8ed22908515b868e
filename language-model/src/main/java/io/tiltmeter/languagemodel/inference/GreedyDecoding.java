package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.LlamaNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Greedy answers to prompts of one length, with a key/value cache that lives as long as the call. */
final class GreedyDecoding {

    private final LlamaNetwork network;
    private final ModelConfig config;
    private final NDManager memory;

    GreedyDecoding(LlamaNetwork network, ModelConfig config, NDManager memory) {
        this.network = network;
        this.config = config;
        this.memory = memory;
    }

    /** @param prompts (B, T) */
    int[][] answer(int[][] prompts, int maxNewTokens, int eosTokenId) {
        int size = prompts.length;
        int length = prompts[0].length;
        int longest = length + maxNewTokens;
        int[][] answers = new int[size][maxNewTokens];
        int[] lengths = new int[size];
        boolean[] ended = new boolean[size];
        try (NDManager callMemory = memory.newSubManager()) {
            List<NDArray> keys = cache(callMemory, size, longest);
            List<NDArray> values = cache(callMemory, size, longest);
            NDArray chunk = callMemory.create(flat(prompts), new Shape(size, length));
            int past = 0;
            for (int step = 0; step < maxNewTokens && !all(ended); step++) {
                NDArray next = network.nextToken(callMemory, chunk, past, keys, values, longest);
                past += step == 0 ? length : 1;
                chunk.close();
                chunk = next; // (B, 1)
                long[] tokens = next.toLongArray();
                for (int row = 0; row < size; row++) {
                    ended[row] |= tokens[row] == eosTokenId;
                    if (!ended[row]) {
                        answers[row][lengths[row]++] = (int) tokens[row];
                    }
                }
            }
        }
        for (int row = 0; row < size; row++) {
            answers[row] = Arrays.copyOf(answers[row], lengths[row]);
        }
        return answers;
    }

    private List<NDArray> cache(NDManager callMemory, int size, int longest) {
        Shape shape = new Shape(size, config.numKeyValueHeads(), longest, config.headDim());
        List<NDArray> layers = new ArrayList<>();
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            layers.add(callMemory.create(shape, DataType.FLOAT32));
        }
        return layers;
    }

    private static long[] flat(int[][] prompts) {
        return Arrays.stream(prompts)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
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
