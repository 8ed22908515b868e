package io.tiltmeter.benchmarks;

import io.tiltmeter.languagemodel.inference.ContinuationRequest;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Log-likelihoods of four choices an item, of the lengths of the Python program. */
final class ScoringWork implements ModelWork {

    private static final int CHOICES = 4;

    private final LanguageModel model;
    private final int itemsAtOnce;
    private final List<ContinuationRequest> requests;

    /**
     * @param model is closed with this
     * @param itemsAtOnce that are asked for together
     */
    ScoringWork(LanguageModel model, int items, int itemsAtOnce) {
        this.model = model;
        this.itemsAtOnce = itemsAtOnce;
        Random random = new Random(1);
        this.requests = IntStream.range(0, items)
                .boxed()
                .flatMap(item -> item(item, random).stream())
                .toList();
    }

    private List<ContinuationRequest> item(int number, Random random) {
        int[] context = ids(random, 20 + number * 37 % 128);
        return IntStream.range(0, CHOICES)
                .mapToObj(choice -> new ContinuationRequest(context, ids(random, 1 + (number * 7 + choice * 5) % 12)))
                .toList();
    }

    private int[] ids(Random random, int count) {
        return random.ints(count, 0, model.config().vocabSize()).toArray();
    }

    @Override
    public int tokens() {
        return requests.stream().mapToInt(ContinuationRequest::length).sum();
    }

    @Override
    public double operations() {
        return requests.stream()
                .mapToDouble(request ->
                        Operations.ofScoring(model.config(), request.length(), request.continuationIds().length))
                .sum();
    }

    @Override
    public void run() {
        int step = itemsAtOnce * CHOICES;
        for (int from = 0; from < requests.size(); from += step) {
            model.logLikelihoods(requests.subList(from, Math.min(from + step, requests.size())));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
