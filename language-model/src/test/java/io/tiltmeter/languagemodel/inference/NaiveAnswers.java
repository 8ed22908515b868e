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

/** Answers as the definition says: the oracle reads a single text from its beginning for every token. */
final class NaiveAnswers implements AutoCloseable {

    private final NDManager memory = TorchEngine.newManager();
    private final ModelConfig config;
    private final NdArrayDecoder oracle;

    NaiveAnswers(Path folder) {
        this.config = ModelConfig.read(folder);
        this.oracle = new NdArrayDecoder(config, ModelFolder.readWeights(memory, folder, config, Precision.FLOAT32));
    }

    /** Logits (V) of what follows an answer so far. */
    interface Next {
        float[] after(int[] answer);
    }

    /** What follows a text. */
    Next behind(int[] prompt) {
        return answer -> next(prompt, answer);
    }

    /** What follows by context-aware decoding's formula as it stands in the paper. */
    Next behind(ContrastedPrompt prompt, double weight) {
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

    /** Drawn tokens. */
    static int[] sampled(Next next, int newTokens, Sampled how, int place, int sample) {
        int[] answer = new int[newTokens];
        for (int step = 0; step < newTokens; step++) {
            answer[step] = new TokenDraw(how).draw(next.after(Arrays.copyOf(answer, step)), place, sample, step);
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
        long[] ids = new long[prompt.length + answer.length];
        Arrays.setAll(ids, at -> at < prompt.length ? prompt[at] : answer[at - prompt.length]);
        try (NDManager textMemory = memory.newSubManager()) {
            NDArray logits = oracle.logits(textMemory.create(ids, new Shape(1, ids.length))); // (1, T, V)
            float[] all = logits.toFloatArray();
            return Arrays.copyOfRange(all, all.length - config.vocabSize(), all.length);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
