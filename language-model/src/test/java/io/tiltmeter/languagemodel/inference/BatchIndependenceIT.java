package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.EncodedExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row's result does not depend on the other rows of its batch, in any family: alone, padded, beyond windows. */
class BatchIndependenceIT {

    /** The documented tolerance. */
    private static final double NATS = 1e-4;

    private static final int NEW_TOKENS = 10;

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void likelihoodsAndLossesAreThoseOfTheRowAlone(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<ContinuationIds> requests = requests(model.config());
        List<ContinuationScore> together = model.logLikelihoods(requests);
        List<Double> losses = model.meanLosses(
                requests.stream().map(BatchIndependenceIT::labelled).toList());
        for (int i = 0; i < requests.size(); i++) {
            ContinuationScore alone =
                    model.logLikelihoods(List.of(requests.get(i))).get(0);
            assertEquals(alone.logLikelihoodNats(), together.get(i).logLikelihoodNats(), NATS, "request " + i);
            assertEquals(alone.isGreedy(), together.get(i).isGreedy(), "request " + i);
            int tokens = alone.tokenLogProbsNats().size();
            assertEquals(-alone.logLikelihoodNats() / tokens, losses.get(i), NATS, "loss " + i);
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void paddedAnswersAreThoseOfThePromptAlone(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = requests(model.config()).stream()
                .map(ContinuationIds::contextIds)
                .toList();
        List<int[]> together = model.generateGreedily(prompts, NEW_TOKENS, ModelConfig.NO_TOKEN);
        for (int i = 0; i < prompts.size(); i++) {
            int[] alone = model.generateGreedily(List.of(prompts.get(i)), NEW_TOKENS, ModelConfig.NO_TOKEN)
                    .get(0);
            assertArrayEquals(alone, together.get(i), "prompt " + i);
        }
    }

    /** Half of the answers end well before the others and are removed from the batch. */
    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void answersThatOutliveTheirBatchAreThoseOfThePromptAlone(Path folder) {
        int limit = Decoding.STEPS_WORTH_A_COPY + 12;
        LanguageModel model = SharedModels.of(folder);
        Random random = new Random(77);
        List<int[]> prompts = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            prompts.add(random.ints(20 + row % 4, 0, model.config().vocabSize()).toArray());
        }
        List<int[]> whole = model.generateGreedily(prompts, limit, ModelConfig.NO_TOKEN);
        Set<Integer> stops = new TreeSet<>();
        for (int row = 0; endingEarly(whole, stops) < 4; row++) {
            stops.add(whole.get(row)[5]);
        }
        for (TokenChoice choice : List.of(new TokenChoice.Greedy(), new TokenChoice.Sampled(0.5, 20, 1, 1, 8, 0))) {
            GenerationSettings settings =
                    GenerationSettings.greedy(limit, stops).choosing(choice);
            List<List<Generation>> together = model.generate(prompts, settings);
            for (int row = 0; row < prompts.size(); row++) {
                GenerationSettings alone = choice instanceof TokenChoice.Sampled
                        ? settings.choosing(new TokenChoice.Sampled(0.5, 20, 1, 1, 8, row))
                        : settings;
                assertEquals(model.generate(List.of(prompts.get(row)), alone).get(0), together.get(row), "row " + row);
            }
        }
    }

    /** Answers with a stop token early enough for their rows to be removed from the batch. */
    private static long endingEarly(List<int[]> answers, Set<Integer> stops) {
        return answers.stream()
                .filter(answer -> Arrays.stream(answer)
                        .limit(answer.length - Decoding.STEPS_WORTH_A_COPY)
                        .anyMatch(stops::contains))
                .count();
    }

    /** Padding is on the left in decoding and on the right in scoring; neither may change the result. */
    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void answersOfPaddedPromptsAreGreedyWhenTheyAreScored(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<int[]> prompts = requests(model.config()).stream()
                .map(ContinuationIds::contextIds)
                .toList();
        List<int[]> answers = model.generateGreedily(prompts, NEW_TOKENS, ModelConfig.NO_TOKEN);
        List<ContinuationIds> scored = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            scored.add(new ContinuationIds(prompts.get(i), answers.get(i)));
        }
        List<ContinuationScore> scores = model.logLikelihoods(scored);
        for (int i = 0; i < scores.size(); i++) {
            assertEquals(true, scores.get(i).isGreedy(), "prompt " + i);
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void lossesWithAndWithoutContextAreMeansOfTheLogProbabilities(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<ContextPair> pairs = new ArrayList<>();
        List<ContinuationIds> requests = new ArrayList<>();
        for (ContinuationIds with : requests(model.config())) {
            int[] last = Arrays.copyOfRange(with.contextIds(), with.contextIds().length - 1, with.contextIds().length);
            ContinuationIds without = new ContinuationIds(last, with.continuationIds());
            pairs.add(new ContextPair(labelled(with), labelled(without)));
            requests.add(with);
            requests.add(without);
        }
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        List<ContextLosses> losses = model.contextLosses(pairs);
        assertEquals(pairs.size(), losses.size());
        for (int i = 0; i < losses.size(); i++) {
            assertEquals(loss(scores.get(2 * i)), losses.get(i).withContextNats(), NATS);
            assertEquals(loss(scores.get(2 * i + 1)), losses.get(i).withoutContextNats(), NATS);
        }
    }

    private static double loss(ContinuationScore score) {
        return -score.logLikelihoodNats() / score.tokenLogProbsNats().size();
    }

    private static EncodedExample labelled(ContinuationIds request) {
        int context = request.contextIds().length;
        int[] ids = Arrays.copyOf(request.contextIds(), request.length());
        System.arraycopy(request.continuationIds(), 0, ids, context, request.continuationIds().length);
        int[] labels = ids.clone();
        Arrays.fill(labels, 0, context, EncodedExample.IGNORED);
        return new EncodedExample(ids, labels);
    }

    /** Lengths from a single token to well beyond the shortest window, several alike. */
    private static List<ContinuationIds> requests(ModelConfig config) {
        Random random = new Random(31);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int length : new int[] {1, 3, 20, 25, 7, 24, 60, 6, 20, 58, 2, 23}) {
            requests.add(new ContinuationIds(
                    random.ints(length, 0, config.vocabSize()).toArray(),
                    random.ints(1 + random.nextInt(6), 0, config.vocabSize()).toArray()));
        }
        return requests;
    }
}
