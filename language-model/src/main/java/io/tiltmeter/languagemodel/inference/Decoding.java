package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.DecodingCache;
import io.tiltmeter.languagemodel.torch.LeftPadded;
import java.util.Arrays;
import java.util.List;

/** Answers to prompts, with a key/value cache that lives as long as the call. */
final class Decoding {

    private final DecoderNetwork network;
    private final ModelConfig config;
    private final GenerationSettings settings;
    private final Stopping stopping;

    /**
     * A prompt as one row of a batch.
     *
     * @param prompt its place in the call
     * @param sample which of its answers
     */
    record Row(int prompt, int sample, int[] ids) {}

    Decoding(DecoderNetwork network, ModelConfig config, GenerationSettings settings, Stopping stopping) {
        this.network = network;
        this.config = config;
        this.settings = settings;
        this.stopping = stopping;
    }

    /** @param weights as the network takes them */
    List<Generation> answers(NDManager callMemory, List<NDArray> weights, Row[] rows) {
        int[][] prompts = Arrays.stream(rows).map(Row::ids).toArray(int[][]::new);
        LeftPadded padded = new LeftPadded(config, prompts, settings.maxNewTokens());
        Answer[] answers = new Answer[rows.length];
        Arrays.setAll(answers, row -> new Answer(settings.maxNewTokens(), stopping));
        DecodingCache cache = network.cache(callMemory, padded, padded.tokens() + settings.maxNewTokens());
        NDArray chunk = padded.ids(callMemory);
        int step = 0;
        while (!Arrays.stream(answers).allMatch(Answer::hasEnded)) {
            NDArray next;
            long[] tokens;
            try (NDManager stepMemory = callMemory.newSubManager()) {
                if (settings.choice() instanceof Sampled sampled) {
                    NDArray logits = network.nextLogits(stepMemory, weights, chunk, padded, cache);
                    tokens = drawn(sampled, logits.toFloatArray(), rows, answers, step);
                    next = callMemory.create(tokens, new Shape(rows.length, 1));
                } else {
                    next = network.nextToken(stepMemory, weights, chunk, padded, cache);
                    tokens = next.toLongArray();
                    next.attach(callMemory);
                }
            }
            chunk.close();
            chunk = next; // (B, 1)
            for (int row = 0; row < rows.length; row++) {
                answers[row].add((int) tokens[row]);
            }
            step++;
        }
        return Arrays.stream(answers).map(Answer::whole).toList();
    }

    /** @param logits (B, V); a row that has ended keeps token 0, which nothing reads */
    private static long[] drawn(Sampled sampled, float[] logits, Row[] rows, Answer[] answers, int step) {
        TokenDraw draw = new TokenDraw(sampled);
        int vocabulary = logits.length / rows.length;
        long[] tokens = new long[rows.length];
        for (int row = 0; row < rows.length; row++) {
            if (!answers[row].hasEnded()) {
                float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
                tokens[row] = draw.draw(own, rows[row].prompt(), rows[row].sample(), step);
            }
        }
        return tokens;
    }
}
