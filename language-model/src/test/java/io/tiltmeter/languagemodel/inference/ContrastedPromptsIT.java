package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Context-aware decoding against its formula, computed by the oracle one text and one token at a time; in every family. */
class ContrastedPromptsIT {

    private static final int NEW_TOKENS = 5;
    private static final List<Double> WEIGHTS = List.of(0.5, 3.0);
    private static final GenerationSettings GREEDY = GenerationSettings.greedy(NEW_TOKENS, Set.of());
    private static final Sampled HOW = new Sampled(0.8, 40, 0.9, 2, 21, 3);

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void greedyAnswersAreThoseOfTheFormula(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        NaiveAnswers naive = SharedModels.naive(folder);
        List<ContrastedPrompt> prompts = prompts(model.config());
        for (double weight : WEIGHTS) {
            List<List<Generation>> found = model.generate(prompts, weight, GREEDY);
            for (int i = 0; i < prompts.size(); i++) {
                assertArrayEquals(
                        NaiveAnswers.greedy(naive.after(prompts.get(i), weight), NEW_TOKENS),
                        found.get(i).get(0).ids(),
                        "weight " + weight + " prompt " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void sampledAnswersAreDrawnByTheFormula(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        NaiveAnswers naive = SharedModels.naive(folder);
        List<ContrastedPrompt> prompts = prompts(model.config());
        List<List<Generation>> found = model.generate(prompts, 1, GREEDY.choosing(HOW));
        for (int i = 0; i < prompts.size(); i++) {
            for (int sample = 0; sample < HOW.samples(); sample++) {
                assertArrayEquals(
                        NaiveAnswers.sampled(naive.after(prompts.get(i), 1), NEW_TOKENS, HOW, i, sample),
                        found.get(i).get(sample).ids(),
                        "prompt " + i + " sample " + sample);
            }
        }
        assertEquals(found, model.generate(prompts, 1, GREEDY.choosing(HOW)), "the same seed");
        GenerationSettings otherSeed = GREEDY.choosing(new Sampled(0.8, 40, 0.9, 2, 22, 3));
        assertNotEquals(found, model.generate(prompts, 1, otherSeed), "another seed");
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void likelihoodsAreThoseOfTheFormula(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        NaiveAnswers naive = SharedModels.naive(folder);
        List<ContrastedContinuation> continuations = continuations(model.config());
        for (double weight : WEIGHTS) {
            List<ContinuationScore> found = model.logLikelihoods(continuations, weight);
            assertEquals(continuations.size(), found.size());
            for (int i = 0; i < found.size(); i++) {
                ContrastedContinuation continuation = continuations.get(i);
                ContrastedPrompt prompt = new ContrastedPrompt(
                        continuation.withContext().contextIds(),
                        continuation.withoutContext().contextIds());
                double[] expected = NaiveAnswers.logProbs(
                        naive.after(prompt, weight), continuation.withContext().continuationIds());
                assertScore(expected, found.get(i), 3e-5 * (1 + 2 * weight), "weight " + weight + " item " + i);
            }
        }
    }

    /** At weight 0 by definition; at a weight that rounds to 0 by computing both sides. */
    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void withoutWeightAnswersAndScoresAreThePlainOnes(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<ContrastedPrompt> pairs = prompts(model.config());
        List<int[]> plain = pairs.stream().map(ContrastedPrompt::withContext).toList();
        List<ContrastedContinuation> scored = continuations(model.config());
        List<ContinuationScore> plainScores = model.logLikelihoods(
                scored.stream().map(ContrastedContinuation::withContext).toList());
        for (double weight : new double[] {0, Double.MIN_VALUE}) {
            for (GenerationSettings settings : List.of(GREEDY, GREEDY.choosing(HOW))) {
                assertEquals(model.generate(plain, settings), model.generate(pairs, weight, settings));
            }
            List<ContinuationScore> scores = model.logLikelihoods(scored, weight);
            for (int i = 0; i < scores.size(); i++) {
                assertEquals(
                        plainScores.get(i).logLikelihoodNats(), scores.get(i).logLikelihoodNats(), 1e-4);
            }
        }
        assertEquals(plainScores, model.logLikelihoods(scored, 0));
    }

    /** Some answers end early and are removed from the batch, both sides together. */
    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void whatElseIsInTheBatchDoesNotMatter(Path folder) {
        int limit = Decoding.STEPS_WORTH_A_COPY + 10;
        LanguageModel model = SharedModels.of(folder);
        List<ContrastedPrompt> prompts = prompts(model.config());
        List<List<Generation>> whole = model.generate(prompts, 1, GenerationSettings.greedy(limit, Set.of()));
        Set<Integer> stops = new TreeSet<>();
        for (List<Generation> answers : whole.subList(1, whole.size())) {
            stops.add(answers.get(0).ids()[3]);
        }
        GenerationSettings settings = GenerationSettings.greedy(limit, stops);
        List<List<Generation>> together = model.generate(prompts, 1, settings);
        for (int i = 0; i < prompts.size(); i++) {
            assertEquals(model.generate(List.of(prompts.get(i)), 1, settings).get(0), together.get(i), "prompt " + i);
        }
        List<ContrastedContinuation> continuations = continuations(model.config());
        List<ContinuationScore> scores = model.logLikelihoods(continuations, 1);
        for (int i = 0; i < scores.size(); i++) {
            double alone = model.logLikelihoods(List.of(continuations.get(i)), 1)
                    .get(0)
                    .logLikelihoodNats();
            assertEquals(alone, scores.get(i).logLikelihoodNats(), 3e-4, "continuation " + i);
        }
    }

    @ParameterizedTest
    @MethodSource(ConformanceData.BUNDLED)
    void greedyAnswersAreGreedyWhenTheyAreScoredAndOthersAreNot(Path folder) {
        LanguageModel model = SharedModels.of(folder);
        List<ContrastedPrompt> prompts = prompts(model.config());
        List<List<Generation>> answers = model.generate(prompts, 1, GREEDY);
        List<ContrastedContinuation> same = new ArrayList<>();
        List<ContrastedContinuation> others = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            int[] ids = answers.get(i).get(0).ids();
            same.add(new ContrastedContinuation(prompts.get(i), ids));
            int[] changed = ids.clone();
            changed[NEW_TOKENS - 1] = ids[NEW_TOKENS - 1] == 5 ? 6 : 5;
            others.add(new ContrastedContinuation(prompts.get(i), changed));
        }
        assertTrue(model.logLikelihoods(same, 1).stream().allMatch(ContinuationScore::isGreedy));
        assertFalse(model.logLikelihoods(others, 1).stream().anyMatch(ContinuationScore::isGreedy));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void anImpossibleWeightIsRefused(double weight) {
        LanguageModel model = SharedModels.of(anyModel());
        List<ContrastedPrompt> prompts = prompts(model.config());
        List<ContrastedContinuation> continuations = continuations(model.config());
        assertThrows(IllegalArgumentException.class, () -> model.generate(prompts, weight, GREEDY));
        assertThrows(IllegalArgumentException.class, () -> model.logLikelihoods(continuations, weight));
    }

    @Test
    void anUnknownTokenOfEitherSideIsRefused() {
        LanguageModel model = SharedModels.of(anyModel());
        int[] unknown = {model.config().vocabSize()};
        for (ContrastedPrompt prompt :
                List.of(new ContrastedPrompt(new int[] {1}, unknown), new ContrastedPrompt(unknown, new int[] {1}))) {
            assertThrows(IllegalArgumentException.class, () -> model.generate(List.of(prompt), 1, GREEDY));
        }
    }

    @Test
    void noPromptsGiveNoAnswers() {
        LanguageModel model = SharedModels.of(anyModel());
        assertTrue(model.generate(List.<ContrastedPrompt>of(), 1, GREEDY).isEmpty());
        assertTrue(model.logLikelihoods(List.of(), 1).isEmpty());
    }

    @Test
    void anEmptySideAndUnequalContinuationsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ContrastedPrompt(new int[] {1}, new int[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ContrastedContinuation(
                        new ContinuationIds(new int[] {1}, new int[] {2}),
                        new ContinuationIds(new int[] {1}, new int[] {3})));
    }

    private static Path anyModel() {
        return ConformanceData.bundledModels().get(0);
    }

    private static void assertScore(double[] expected, ContinuationScore found, double tolerance, String what) {
        assertEquals(expected.length, found.tokenLogProbsNats().size(), what);
        for (int token = 0; token < expected.length; token++) {
            assertEquals(expected[token], found.tokenLogProbsNats().get(token), tolerance, what + " token " + token);
        }
        assertEquals(
                found.tokenLogProbsNats().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum(),
                found.logLikelihoodNats(),
                1e-9,
                what);
    }

    /** Contexts from none to beyond the shortest window, before prompts of other lengths; neither side contains the other. */
    private static List<ContrastedPrompt> prompts(ModelConfig config) {
        Random random = new Random(14);
        List<ContrastedPrompt> prompts = new ArrayList<>();
        for (int[] lengths : new int[][] {{24, 4}, {9, 1}, {40, 3}, {23, 7}, {6, 6}, {2, 11}, {24, 4}}) {
            prompts.add(new ContrastedPrompt(
                    random.ints(lengths[0], 0, config.vocabSize()).toArray(),
                    random.ints(lengths[1], 0, config.vocabSize()).toArray()));
        }
        return prompts;
    }

    /** One to three after each prompt, then some that share only one side of their prompts. */
    private static List<ContrastedContinuation> continuations(ModelConfig config) {
        Random random = new Random(15);
        List<ContrastedContinuation> continuations = new ArrayList<>();
        for (ContrastedPrompt prompt : prompts(config)) {
            int answers = 1 + random.nextInt(3);
            for (int answer = 0; answer < answers; answer++) {
                continuations.add(new ContrastedContinuation(prompt, drawn(random, config)));
            }
        }
        int[] prompt = {7, 8};
        int[] context = drawn(random, config);
        for (int[] with : List.of(new int[] {3, 7, 8}, new int[] {4, 7, 8}, new int[] {4, 7, 8})) {
            continuations.add(new ContrastedContinuation(new ContrastedPrompt(with, prompt), drawn(random, config)));
        }
        for (int[] without : List.of(prompt, new int[] {9}, new int[] {9})) {
            continuations.add(
                    new ContrastedContinuation(new ContrastedPrompt(context, without), drawn(random, config)));
        }
        return continuations;
    }

    private static int[] drawn(Random random, ModelConfig config) {
        return random.ints(1 + random.nextInt(4), 0, config.vocabSize()).toArray();
    }
}
