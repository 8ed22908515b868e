package io.tiltmeter.benchmarks;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Greedy answers to random prompts of one length. */
final class DecodingWork implements ModelWork {

    private final Random random = new Random(1);
    private final LanguageModel model;
    private final int rows;
    private final int prompt;
    private final int answer;

    /** @param model is closed with this */
    DecodingWork(LanguageModel model, int rows, int prompt, int answer) {
        this.model = model;
        this.rows = rows;
        this.prompt = prompt;
        this.answer = answer;
    }

    @Override
    public int tokens() {
        return rows * answer;
    }

    @Override
    public double operations() {
        return Operations.ofDecoding(model.config(), rows, prompt, answer);
    }

    @Override
    public void run() {
        List<int[]> prompts = Stream.generate(
                        () -> random.ints(prompt, 0, model.config().vocabSize()).toArray())
                .limit(rows)
                .toList();
        model.generateGreedily(prompts, answer, ModelConfig.NO_TOKEN);
    }

    @Override
    public void close() {
        model.close();
    }
}
