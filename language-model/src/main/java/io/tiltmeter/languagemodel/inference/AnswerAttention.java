package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContextSpan;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.LeftPadded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Attention of a prompt's last token, which predicts the answer, to the context inside the prompt. */
final class AnswerAttention {

    private final DecoderNetwork network;
    private final ModelConfig config;

    /** A prompt and the position of its context. */
    record Row(int[] prompt, ContextSpan context) {}

    AnswerAttention(DecoderNetwork network, ModelConfig config) {
        this.network = network;
        this.config = config;
    }

    /** @param weights as arguments of the network */
    List<ContextAttention> of(NDManager callMemory, List<NDArray> weights, Row[] rows) {
        LeftPadded padded =
                new LeftPadded(config, Arrays.stream(rows).map(Row::prompt).toArray(int[][]::new), 0);
        float[] attention = network.attentionOfLast(callMemory, weights, padded).toFloatArray(); // (L, B, T)
        int tokens = padded.tokens();
        List<ContextAttention> found = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            ContextSpan context = rows[row].context();
            int first = padded.firstColumn(row) + context.from();
            List<Double> shares = new ArrayList<>();
            for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
                int from = (layer * rows.length + row) * tokens + first;
                double sum = 0;
                for (int at = from; at < from + context.length(); at++) {
                    sum += attention[at];
                }
                shares.add(sum);
            }
            found.add(new ContextAttention(
                    shares,
                    shares.stream().map(share -> share / context.length()).toList()));
        }
        return found;
    }
}
