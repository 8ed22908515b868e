package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TokenBatch;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Something a model does repeatedly, to be timed.
 *
 * @param name how it is done
 * @param tokens that one repetition reads or writes
 * @param operations floating-point operations of one repetition, see {@link Operations}
 * @param repetition does it once
 * @param end closes the model
 */
record ModelWork(String name, int tokens, double operations, Runnable repetition, Runnable end)
        implements AutoCloseable {
    private static final int CHOICES = 4;

    /** One training step of all weights on random tokens: forward, backward, clipping, AdamW. Every token is scored. */
    static ModelWork training(ModelConfig config, Precision compute, int rows, int tokens) {
        Random random = new Random(1);
        TrainingSession session = TrainingSession.fresh(
                config,
                new TrainingSettings(
                        new FineTuning.Full(),
                        new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1),
                        1,
                        compute,
                        Activations.KEPT));
        Runnable step = () -> {
            int[][] ids = new int[rows][];
            int[][] labels = new int[rows][];
            for (int row = 0; row < rows; row++) {
                ids[row] = ids(random, tokens + 1, config);
                labels[row] = ids[row].clone();
                labels[row][0] = EncodedExample.IGNORED; // the first token follows nothing
            }
            session.step(List.of(new TokenBatch(ids, labels)), 1e-4);
        };
        return new ModelWork(
                compute.id(), rows * tokens, Operations.ofTraining(config, rows, tokens), step, session::close);
    }

    /**
     * Greedy answers to random prompts of one length.
     *
     * @param model is closed with this
     */
    static ModelWork decoding(String name, LanguageModel model, int rows, int prompt, int answer) {
        Random random = new Random(1);
        Runnable answers = () -> model.generateGreedily(
                Stream.generate(() -> ids(random, prompt, model.config()))
                        .limit(rows)
                        .toList(),
                answer,
                ModelConfig.NO_TOKEN);
        return new ModelWork(
                name,
                rows * answer,
                Operations.ofDecoding(model.config(), rows, prompt, answer),
                answers,
                model::close);
    }

    /**
     * Log-likelihoods of four choices an item, of the lengths of the Python program.
     *
     * @param model is closed with this
     * @param itemsAtOnce that are requested together
     */
    static ModelWork scoring(String name, LanguageModel model, int items, int itemsAtOnce) {
        Random random = new Random(1);
        List<ContinuationIds> requests = IntStream.range(0, items)
                .boxed()
                .flatMap(item -> {
                    int[] context = ids(random, 20 + item * 37 % 128, model.config());
                    return IntStream.range(0, CHOICES)
                            .mapToObj(choice -> new ContinuationIds(
                                    context, ids(random, 1 + (item * 7 + choice * 5) % 12, model.config())));
                })
                .toList();
        int step = itemsAtOnce * CHOICES;
        Runnable scores = () -> {
            for (int from = 0; from < requests.size(); from += step) {
                model.logLikelihoods(requests.subList(from, Math.min(from + step, requests.size())));
            }
        };
        double operations = requests.stream()
                .mapToDouble(request ->
                        Operations.ofScoring(model.config(), request.length(), request.continuationIds().length))
                .sum();
        int tokens = requests.stream().mapToInt(ContinuationIds::length).sum();
        return new ModelWork(name, tokens, operations, scores, model::close);
    }

    @Override
    public void close() {
        end.run();
    }

    private static int[] ids(Random random, int count, ModelConfig config) {
        return random.ints(count, 0, config.vocabSize()).toArray();
    }
}
