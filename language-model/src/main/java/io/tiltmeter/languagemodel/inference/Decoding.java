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
import java.util.stream.IntStream;

/** Answers to prompts, with a key/value cache that lives as long as the call. */
final class Decoding {

    /** Rows that have ended leave the batch if so many steps can follow; for fewer, copying the cache costs more. */
    static final int STEPS_WORTH_A_COPY = 32;

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
        Answer[] answers = new Answer[rows.length];
        Arrays.setAll(answers, row -> new Answer(rows[row], settings.maxNewTokens(), stopping));
        LeftPadded padded = new LeftPadded(config, prompts, settings.maxNewTokens());
        DecodingCache cache = network.cache(callMemory, padded, padded.tokens() + settings.maxNewTokens());
        NDArray chunk = padded.ids(callMemory);
        Answer[] batch = answers;
        int step = 0;
        while (true) {
            NDArray next = next(callMemory, weights, chunk, padded, cache, batch, step++); // (B, 1)
            long[] tokens = next.toLongArray();
            for (int row = 0; row < batch.length; row++) {
                batch[row].add((int) tokens[row]);
            }
            chunk.close();
            chunk = next;
            int[] open = open(batch);
            if (open.length == 0) {
                return Arrays.stream(answers).map(Answer::whole).toList();
            }
            if (2 * open.length <= batch.length && settings.maxNewTokens() - step >= STEPS_WORTH_A_COPY) {
                Answer[] all = batch;
                batch = Arrays.stream(open).mapToObj(row -> all[row]).toArray(Answer[]::new);
                padded = padded.keeping(open);
                cache = network.keepRows(callMemory, cache, open);
                chunk.close();
                chunk = callMemory.create(
                        Arrays.stream(open).mapToLong(row -> tokens[row]).toArray(), new Shape(open.length, 1));
            }
        }
    }

    private NDArray next(
            NDManager callMemory,
            List<NDArray> weights,
            NDArray chunk,
            LeftPadded padded,
            DecodingCache cache,
            Answer[] batch,
            int step) {
        try (NDManager stepMemory = callMemory.newSubManager()) {
            if (settings.choice() instanceof Sampled sampled) {
                NDArray logits = network.nextLogits(stepMemory, weights, chunk, padded, cache);
                return callMemory.create(
                        drawn(sampled, logits.toFloatArray(), batch, step), new Shape(batch.length, 1));
            }
            NDArray next = network.nextToken(stepMemory, weights, chunk, padded, cache);
            next.attach(callMemory);
            return next;
        }
    }

    /** Places of the answers that have not ended. */
    private static int[] open(Answer[] batch) {
        return IntStream.range(0, batch.length)
                .filter(row -> !batch[row].hasEnded())
                .toArray();
    }

    /** @param logits (B, V); a row that has ended keeps token 0, which nothing reads */
    private static long[] drawn(Sampled sampled, float[] logits, Answer[] batch, int step) {
        TokenDraw draw = new TokenDraw(sampled);
        int vocabulary = logits.length / batch.length;
        long[] tokens = new long[batch.length];
        for (int row = 0; row < batch.length; row++) {
            if (!batch[row].hasEnded()) {
                float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
                tokens[row] = draw.draw(
                        own, batch[row].row().prompt(), batch[row].row().sample(), step);
            }
        }
        return tokens;
    }
}
