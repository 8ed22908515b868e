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

    /** The likeliest tokens behind a text. */
    int[] greedy(int[] prompt, int newTokens) {
        int[] answer = new int[newTokens];
        for (int step = 0; step < newTokens; step++) {
            answer[step] = likeliest(next(prompt, Arrays.copyOf(answer, step)));
        }
        return answer;
    }

    /** Tokens drawn behind a text. */
    int[] sampled(int[] prompt, int newTokens, Sampled how, int place, int sample) {
        int[] answer = new int[newTokens];
        for (int step = 0; step < newTokens; step++) {
            float[] logits = next(prompt, Arrays.copyOf(answer, step));
            answer[step] = new TokenDraw(how).draw(logits, place, sample, step);
        }
        return answer;
    }

    static int likeliest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            best = logits[id] > logits[best] ? id : best;
        }
        return best;
    }

    /** Logits (V) of what follows the prompt and the answer so far. */
    float[] next(int[] prompt, int[] answer) {
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
