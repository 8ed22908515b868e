package io.tiltmeter.languagemodel.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.training.Initialization;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelTest {

    private static final ModelConfig CONFIG = TinyModels.config(32, 4, 2, 8, false);
    private static final int NEW_TOKENS = 7;

    @TempDir
    Path folder;

    private LanguageModel model;

    /** Weights large enough that the first choice is rarely close to the second. */
    @BeforeEach
    void load() {
        Initialization wide = new Initialization.ScaledByWidth(1, 1.5);
        try (TrainingSession session = TrainingSession.fresh(CONFIG, TrainingSettings.defaults(), wide)) {
            session.saveModel(folder);
        }
        model = LanguageModel.load(folder);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void answersThroughTheCacheAreThoseOfReadingEverythingAnew() {
        for (int[] prompt : prompts()) {
            int[] answer = model.generateGreedily(List.of(prompt), NEW_TOKENS, ModelConfig.NO_TOKEN)
                    .get(0);
            assertEquals(NEW_TOKENS, answer.length);
            for (int t = 0; t < NEW_TOKENS; t++) {
                int[] read = Arrays.copyOf(prompt, prompt.length + t);
                System.arraycopy(answer, 0, read, prompt.length, t);
                assertEquals(firstChoice(read), answer[t], "token " + t + " after " + Arrays.toString(read));
            }
        }
    }

    @Test
    void answersAndScoresDoNotDependOnTheBatchTheyAreIn() {
        List<int[]> prompts = prompts();
        List<int[]> together = model.generateGreedily(prompts, NEW_TOKENS, ModelConfig.NO_TOKEN);
        List<ContinuationIds> requests = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            requests.add(new ContinuationIds(prompts.get(i), together.get(i)));
        }
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        for (int i = 0; i < prompts.size(); i++) {
            int[] alone = model.generateGreedily(List.of(prompts.get(i)), NEW_TOKENS, ModelConfig.NO_TOKEN)
                    .get(0);
            assertArrayEquals(alone, together.get(i), "prompt " + i);
            assertTrue(scores.get(i).isGreedy(), "prompt " + i);
            double expected =
                    model.logLikelihoods(List.of(requests.get(i))).get(0).logLikelihoodNats();
            assertEquals(expected, scores.get(i).logLikelihoodNats(), 1e-4, "prompt " + i);
        }
    }

    @Test
    void anAnswerEndsBeforeItsEndToken() {
        int[] prompt = prompts().get(0);
        int[] whole = model.generateGreedily(List.of(prompt), NEW_TOKENS, ModelConfig.NO_TOKEN)
                .get(0);
        int end = whole[3];
        int first = 0;
        while (whole[first] != end) {
            first++;
        }
        int[] cut = model.generateGreedily(List.of(prompt), NEW_TOKENS, end).get(0);
        assertArrayEquals(Arrays.copyOf(whole, first), cut);
    }

    @Test
    void probabilitiesOfAllContinuationsAddUpToOne() {
        List<ContinuationIds> requests = new ArrayList<>();
        for (int id = 0; id < CONFIG.vocabSize(); id++) {
            requests.add(new ContinuationIds(new int[] {1, 9, 4}, new int[] {id}));
        }
        double sum = model.logLikelihoods(requests).stream()
                .mapToDouble(score -> Math.exp(score.logLikelihoodNats()))
                .sum();
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void noPromptsGiveNoAnswers() {
        assertTrue(model.generateGreedily(List.of(), 3, 2).isEmpty());
        assertTrue(model.logLikelihoods(List.of()).isEmpty());
    }

    @Test
    void promptsThatLeaveNoRoomOrHaveUnknownTokensAreRefused() {
        for (int[] prompt : List.of(new int[0], new int[60], new int[] {1, 40})) {
            assertThrows(IllegalArgumentException.class, () -> model.generateGreedily(List.of(prompt), 5, 2));
        }
    }

    private int firstChoice(int[] read) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        List<ContinuationIds> requests = new ArrayList<>();
        for (int id = 0; id < CONFIG.vocabSize(); id++) {
            requests.add(new ContinuationIds(read, new int[] {id}));
        }
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        for (int id = 0; id < scores.size(); id++) {
            if (scores.get(id).logLikelihoodNats() > highest) {
                highest = scores.get(id).logLikelihoodNats();
                best = id;
            }
        }
        return best;
    }

    private static List<int[]> prompts() {
        Random random = new Random(6);
        List<int[]> prompts = new ArrayList<>();
        for (int length : new int[] {5, 1, 9, 5, 52, 2, 9, 5}) {
            prompts.add(random.ints(length, 0, CONFIG.vocabSize()).toArray());
        }
        return prompts;
    }
}
