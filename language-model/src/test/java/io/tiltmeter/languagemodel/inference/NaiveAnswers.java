package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.NdArrayDecoder;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Answers by definition: the oracle reads a single text from its beginning for every token, every text once. */
final class NaiveAnswers {

    private final NDManager memory = TorchEngine.newManager();
    private final ModelConfig config;
    private final NdArrayDecoder oracle;
    private final Map<List<Integer>, float[]> logitsOfText = new HashMap<>();

    NaiveAnswers(Path folder) {
        this.config = ModelConfig.read(folder);
        this.oracle = new NdArrayDecoder(config, ModelFolder.readWeights(memory, folder, config, Precision.FLOAT32));
    }

    /** Logits (V) of the token after the first part of an answer. */
    interface Next {
        float[] after(int[] answer);
    }

    /** Logits after a text. */
    Next after(int[] prompt) {
        return answer -> next(prompt, answer);
    }

    /** Logits by the formula of context-aware decoding in the paper. */
    Next after(ContrastedPrompt prompt, double weight) {
        return answer -> {
            float[] with = next(prompt.withContext(), answer);
            float[] without = next(prompt.withoutContext(), answer);
            float[] logits = new float[with.length];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = (float) ((1 + weight) * with[id] - weight * without[id]);
            }
            return logits;
        };
    }

    /** The likeliest tokens. */
    static int[] greedy(Next next, int newTokens) {
        int[] answer = new int[newTokens];
        for (int step = 0; step < newTokens; step++) {
            answer[step] = likeliest(next.after(Arrays.copyOf(answer, step)));
        }
        return answer;
    }

    /** Sampled tokens. */
    static int[] sampled(Next next, int newTokens, Sampled how, int index, int sample) {
        int[] answer = new int[newTokens];
        for (int step = 0; step < newTokens; step++) {
            answer[step] = new TokenDraw(how).draw(next.after(Arrays.copyOf(answer, step)), index, sample, step);
        }
        return answer;
    }

    /** Log-probabilities of a continuation's tokens, in nats. */
    static double[] logProbs(Next next, int[] continuation) {
        double[] found = new double[continuation.length];
        for (int at = 0; at < found.length; at++) {
            float[] logits = next.after(Arrays.copyOf(continuation, at));
            double largest = logits[likeliest(logits)];
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit - largest);
            }
            found[at] = logits[continuation[at]] - largest - Math.log(sum);
        }
        return found;
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }

    private float[] next(int[] prompt, int[] answer) {
        List<Integer> text = IntStream.concat(Arrays.stream(prompt), Arrays.stream(answer))
                .boxed()
                .toList();
        return logitsOfText.computeIfAbsent(text, this::lastLogits);
    }

    private float[] lastLogits(List<Integer> text) {
        long[] ids = text.stream().mapToLong(Integer::longValue).toArray();
        try (NDManager textMemory = memory.newSubManager()) {
            NDArray logits = oracle.logits(textMemory.create(ids, new Shape(1, ids.length))); // (1, T, V)
            float[] all = logits.toFloatArray();
            return Arrays.copyOfRange(all, all.length - config.vocabSize(), all.length);
        }
    }
}
